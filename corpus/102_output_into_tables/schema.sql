CREATE SCHEMA wh
GO
CREATE TABLE wh.Pick (Bin varchar(5) NOT NULL PRIMARY KEY, Qty int NULL)
GO
CREATE TABLE wh.Stock (Bin varchar(5) NOT NULL PRIMARY KEY, Qty int NOT NULL)
GO
CREATE TABLE wh.PickLog (Bin varchar(5) NOT NULL, What varchar(10) NOT NULL, OldQty int NULL, NewQty int NULL)
GO
CREATE TABLE wh.Archive (Bin varchar(5) NOT NULL, LastQty int NOT NULL, Why varchar(10) NOT NULL)
