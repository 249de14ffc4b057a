CREATE TABLE dbo.PriceIn (Sku varchar(10) NOT NULL, Price decimal(9,2) NULL)
GO
CREATE TABLE dbo.Price (Sku varchar(10) NOT NULL, Price decimal(9,2) NULL)
