CREATE TABLE stg.Reading (ReadingId int NOT NULL PRIMARY KEY, Meter varchar(10) NOT NULL, Value int NULL)
GO
CREATE TABLE dw.Reading (ReadingId int NOT NULL PRIMARY KEY, Meter varchar(10) NOT NULL, Value int NULL)
GO
CREATE TABLE etl.Feed (Feed varchar(20) NOT NULL PRIMARY KEY, LastId int NULL, Loaded int NOT NULL, Known bit NOT NULL)
GO
