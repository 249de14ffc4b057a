CREATE TABLE stg.Parcel (Id int NOT NULL PRIMARY KEY, Zone char(4) NULL, Fallback varchar(4) NULL)
GO
CREATE TABLE dw.Parcel (Id int NOT NULL PRIMARY KEY, Zone varchar(4) NULL, Label varchar(20) NULL, Marked varchar(6) NULL, Bytes int NULL, Kept varchar(10) NULL)
