CREATE TABLE feed.StockCount (ProductId int NOT NULL, Qty int NOT NULL);
CREATE TABLE feed.Blocked (ProductId int NOT NULL);
CREATE TABLE dwh.Stock (ProductId int NOT NULL PRIMARY KEY, Qty int NOT NULL, Status varchar(10) NOT NULL);
