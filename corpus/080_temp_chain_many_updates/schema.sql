CREATE SCHEMA src
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Quote (QuoteNo int NOT NULL PRIMARY KEY, CustNo int NULL, Sku varchar(6) NULL, Qty int NULL, LenCm int NULL, WidCm int NULL)
GO
CREATE TABLE src.Price (Sku varchar(6) NOT NULL PRIMARY KEY, UnitPrice decimal(9,3) NULL, MinCharge decimal(9,2) NULL)
GO
CREATE TABLE src.Customer (CustNo int NOT NULL PRIMARY KEY, Class char(1) NULL, Discount decimal(4,2) NULL)
GO
CREATE TABLE dw.Quote (QuoteNo int NOT NULL, Class char(1) NOT NULL, LenCm int NULL, WidCm int NULL, Net decimal(12,2) NULL, Discount decimal(4,2) NOT NULL, Total decimal(12,2) NULL, ShareOfClass decimal(6,4) NULL, Note varchar(15) NULL)
