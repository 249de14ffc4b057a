CREATE SCHEMA src
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Sale (SaleId int NOT NULL PRIMARY KEY, DayId int NULL, Store int NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE dw.StoreDay (DayId int NULL, Store int NULL, Amount decimal(12,2) NULL, Sales int NOT NULL)
GO
