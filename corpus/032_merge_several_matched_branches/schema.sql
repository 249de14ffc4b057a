CREATE SCHEMA inv
GO
CREATE TABLE inv.StockMsg (Sku varchar(10) NOT NULL, Loc char(2) NOT NULL, Op char(1) NULL, Qty int NULL, MsgNo int NULL, PRIMARY KEY (Sku, Loc))
GO
CREATE TABLE inv.Stock (Sku varchar(10) NOT NULL, Loc char(2) NOT NULL, Qty int NOT NULL, MsgNo int NOT NULL, Note varchar(20) NULL, PRIMARY KEY (Sku, Loc))
