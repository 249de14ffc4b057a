CREATE TABLE dbo.ItemIn (Sku varchar(10) NOT NULL PRIMARY KEY, Price decimal(9,2) NULL)
GO
CREATE TABLE dbo.Item (Sku varchar(10) NOT NULL PRIMARY KEY, Price decimal(9,2) NULL)
