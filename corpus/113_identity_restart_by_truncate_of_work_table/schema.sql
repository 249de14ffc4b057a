CREATE SCHEMA etl
GO
CREATE SCHEMA src
GO
CREATE SCHEMA wrk
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Sale (Region varchar(10) NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE wrk.RegionRank (RankNo int IDENTITY(1,1) NOT NULL, Region varchar(10) NOT NULL, Amount decimal(12,2) NULL)
GO
CREATE TABLE dw.RegionRank (RowId int IDENTITY(1,1) NOT NULL PRIMARY KEY, RunNo int NOT NULL, RankNo int NOT NULL, Region varchar(10) NOT NULL, Moved int NULL)
