CREATE TABLE dbo.Sale (SaleId int NOT NULL, Region varchar(10) NULL, Net decimal(10,2) NULL)
GO
CREATE TABLE dbo.RegionTax (Region varchar(10) NOT NULL, Pct decimal(5,2) NOT NULL)
GO
CREATE TABLE dbo.SalesReport (SaleId int NOT NULL, Region varchar(10) NULL, Net decimal(10,2) NULL, Tax decimal(10,2) NULL, Channel varchar(10) NOT NULL)
