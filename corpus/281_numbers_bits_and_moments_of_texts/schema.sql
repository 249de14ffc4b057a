CREATE TABLE dbo.Feed (Id int NOT NULL PRIMARY KEY, S varchar(40) NULL, B varchar(6) NULL, D date NULL, A decimal(18,4) NULL, C decimal(18,4) NULL);
GO
CREATE TABLE dbo.Conversions (Id int NOT NULL, AsDatetime datetime NULL, AsDatetime2 datetime2(7) NULL, AsBit bit NULL, TryBit bit NULL, WeekFromMonday int NULL, Weekday int NULL, Weeks int NULL, Share decimal(20,10) NULL);
