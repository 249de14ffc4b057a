CREATE SCHEMA etl
GO
CREATE SCHEMA src
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Scan (ScanId bigint NOT NULL PRIMARY KEY, ParcelNo varchar(12) NULL, Depot varchar(5) NULL, Kind varchar(8) NOT NULL)
GO
CREATE TABLE etl.LoadControl (Feed varchar(20) NOT NULL PRIMARY KEY, LastId bigint NULL, ChangedAt datetime NULL)
GO
CREATE TABLE dw.ParcelScan (ScanId bigint NOT NULL PRIMARY KEY, ParcelNo varchar(12) NOT NULL, Depot varchar(5) NULL)
GO
CREATE TABLE dw.ParcelLoss (ScanId bigint NOT NULL PRIMARY KEY, ParcelNo varchar(12) NULL)
