CREATE TABLE stg.Sale (SaleId int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount decimal(9,2) NULL)
GO
CREATE TABLE dw.Shop (Shop varchar(10) NOT NULL PRIMARY KEY, Turnover decimal(18,2) NULL, Sales int NULL)
