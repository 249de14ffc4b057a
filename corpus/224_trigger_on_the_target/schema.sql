CREATE TABLE dbo.PriceIn (Sku varchar(5) NOT NULL, Price int NULL)
GO
CREATE TABLE dbo.Price (Sku varchar(5) NOT NULL PRIMARY KEY, Price int NULL)
GO
CREATE TABLE dbo.PriceAudit (Sku varchar(5) NOT NULL, OldPrice int NULL, NewPrice int NULL)
