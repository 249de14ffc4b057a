CREATE TABLE dbo.StockIn (Sku varchar(5) NOT NULL, Qty int NULL)
GO
CREATE TABLE dbo.RegionStock (Region char(1) NOT NULL, Sku varchar(5) NOT NULL, Qty int NULL, Seen int NOT NULL)
