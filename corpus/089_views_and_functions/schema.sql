CREATE SCHEMA shop
GO
CREATE SCHEMA rpt
GO
CREATE TABLE shop.Line (OrderNo int NOT NULL, Sku varchar(8) NOT NULL, Qty int NOT NULL, Price decimal(9,2) NULL, Status char(1) NULL)
GO
CREATE TABLE shop.Cost (Sku varchar(8) NOT NULL, FromQty int NOT NULL, UnitCost decimal(9,2) NOT NULL)
GO
CREATE TABLE rpt.Margin (Sku varchar(8) NOT NULL, Revenue decimal(14,2) NULL, Cost decimal(14,2) NULL, Band varchar(8) NULL, Orders int NOT NULL)
