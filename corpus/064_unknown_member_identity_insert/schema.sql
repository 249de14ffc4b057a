CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Warehouse (WhCode varchar(5) NULL, City nvarchar(30) NULL)
GO
CREATE TABLE dw.DimWarehouse (WarehouseKey int IDENTITY(1,1) NOT NULL CONSTRAINT PK_DimWarehouse PRIMARY KEY, WhCode varchar(5) NOT NULL, City nvarchar(30) NOT NULL)
