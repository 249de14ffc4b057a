CREATE SCHEMA src
GO
CREATE SCHEMA etl
GO
CREATE SCHEMA wrk
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Supplier (SuppNo int NOT NULL, SuppName nvarchar(40) NULL, VatNo varchar(20) NULL, Country char(2) NULL, Seq int NOT NULL)
GO
CREATE TABLE wrk.SupplierClean (SuppNo int NOT NULL, SuppName nvarchar(40) NULL, VatNo varchar(20) NULL, Country char(2) NULL)
GO
CREATE TABLE wrk.SupplierReject (SuppNo int NOT NULL, Reason varchar(20) NOT NULL)
GO
CREATE TABLE dw.Supplier (SuppNo int NOT NULL PRIMARY KEY, SuppName nvarchar(40) NOT NULL, VatNo varchar(20) NULL, Country char(2) NULL)
