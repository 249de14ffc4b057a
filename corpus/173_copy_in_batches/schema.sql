CREATE SCHEMA arc
GO
CREATE TABLE arc.NewOrder (OrderNo int NOT NULL, Done date NULL, Total decimal(9,2) NULL)
GO
CREATE TABLE arc.Orders (OrderNo int NOT NULL, Done date NULL, Total decimal(9,2) NULL)
GO
CREATE TABLE arc.OrderArchive (OrderNo int NOT NULL, Done date NULL, Total decimal(9,2) NULL)
