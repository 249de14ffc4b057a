CREATE SCHEMA dw
GO
CREATE TABLE dw.LoadDay (Day_ date NULL)
GO
CREATE TABLE dw.SupplierIn (Code varchar(8) NOT NULL, City varchar(20) NULL, Rating tinyint NULL)
GO
CREATE TABLE dw.Supplier (Code varchar(8) NOT NULL, City varchar(20) NULL, Rating tinyint NULL, ValidFrom date NOT NULL, ValidTo date NULL, IsCurrent bit NOT NULL)
