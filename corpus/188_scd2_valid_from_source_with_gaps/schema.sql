CREATE SCHEMA dw
GO
CREATE TABLE dw.PriceIn (Product int NOT NULL, FromDay date NOT NULL, Price decimal(9,2) NULL)
GO
CREATE TABLE dw.PriceHistory (Product int NOT NULL, FromDay date NOT NULL, ToDay date NULL, Price decimal(9,2) NULL, CONSTRAINT PK_PH PRIMARY KEY (Product, FromDay))
