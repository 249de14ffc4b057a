CREATE TABLE q.Stock (Shop varchar(10) NULL, Item int NOT NULL, Amount int NULL);
CREATE TABLE q.Shop (Shop varchar(10) NOT NULL PRIMARY KEY, Region varchar(10) NOT NULL);
CREATE TABLE stg.Stock (Region varchar(10) NOT NULL, Item int NOT NULL, Amount int NULL, PRIMARY KEY (Region, Item));
GO
CREATE VIEW q.StockByRegion AS SELECT s.Shop, s.Item, s.Amount, p.Region FROM q.Stock s JOIN q.Shop p ON p.Shop = s.Shop WHERE p.Region <> 'closed'
