CREATE SCHEMA wh
GO
CREATE TABLE wh.OrderReq (OrderNo int NOT NULL PRIMARY KEY, Item varchar(5) NOT NULL, Qty int NOT NULL, ReqDay date NOT NULL)
GO
CREATE TABLE wh.Lot (LotNo int NOT NULL PRIMARY KEY, Item varchar(5) NOT NULL, LeftQty int NOT NULL, InDay date NOT NULL)
GO
CREATE TABLE wh.Allocation (OrderNo int NOT NULL, LotNo int NULL, Qty int NOT NULL)
