CREATE SCHEMA src
GO
CREATE SCHEMA etl
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Sale (SaleId int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount decimal(10,2) NULL, Qty int NULL, Sold date NOT NULL)
GO
CREATE TABLE dw.ShopPercentile (Shop varchar(10) NOT NULL PRIMARY KEY, MedianAmount float NULL, QuarterQty float NULL, MiddleQty int NULL, LateSale date NULL)
GO
