CREATE TABLE dw.Price (Sku varchar(10) NOT NULL PRIMARY KEY, Price decimal(9,2) NOT NULL, Cur char(3) NOT NULL, Changes int NOT NULL);
CREATE TABLE dw.PriceLog (Act nvarchar(10) NULL, Sku varchar(10) NULL, Amount decimal(9,2) NULL);
CREATE TABLE stg.PriceIn (Sku varchar(10) NOT NULL PRIMARY KEY, Price decimal(9,2) NOT NULL);
CREATE TABLE dw.Stock (StockId int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Sku varchar(10) NULL, Qty int NULL, Seen bit NOT NULL);
CREATE TABLE ref.Shop (Shop varchar(10) NOT NULL PRIMARY KEY, City varchar(10) NULL, IsOpen bit NOT NULL);
CREATE TABLE stg.StockIn (StockId int NOT NULL PRIMARY KEY, City varchar(10) NULL, Shop varchar(10) NOT NULL, Sku varchar(10) NULL, Qty int NOT NULL);
CREATE TABLE stg.Recall (Sku varchar(10) NOT NULL PRIMARY KEY);
GO
CREATE VIEW dw.v_OpenStock AS
SELECT s.StockId, h.City, s.Shop, s.Sku AS Article, s.Qty, s.Seen
FROM dw.Stock AS s INNER JOIN ref.Shop AS h ON h.Shop = s.Shop
WHERE h.IsOpen = 1;
GO
