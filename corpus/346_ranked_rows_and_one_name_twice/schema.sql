CREATE SCHEMA shop
GO
CREATE TABLE shop.Sale (SaleId int NOT NULL PRIMARY KEY, Seller nvarchar(20) NOT NULL, Town nvarchar(20) NULL, Amount decimal(9,2) NOT NULL, Stars tinyint NULL)
CREATE TABLE shop.Best (SaleId int NOT NULL, Seller nvarchar(20) NOT NULL, Kind varchar(10) NOT NULL, [Bits left] int NULL)
CREATE TABLE shop.Towns (Town nvarchar(20) NULL, Sales int NOT NULL, Share decimal(9,4) NULL, Hot bit NOT NULL)
