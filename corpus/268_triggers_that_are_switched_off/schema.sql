CREATE TABLE dbo.PriceIn (Sku varchar(5) NOT NULL PRIMARY KEY, Price int NULL)
GO
CREATE TABLE dbo.Price (Sku varchar(5) NOT NULL PRIMARY KEY, Price int NULL)
GO
CREATE TABLE dbo.PriceLog (Sku varchar(5) NOT NULL)
GO
CREATE TRIGGER dbo.trg_Price ON dbo.Price AFTER INSERT AS INSERT INTO dbo.PriceLog (Sku) SELECT Sku FROM inserted;
