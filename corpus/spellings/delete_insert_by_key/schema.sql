CREATE TABLE dbo.LineIn (OrderNo int NOT NULL, Pos int NOT NULL, Qty int NULL)
GO
CREATE TABLE dbo.OrderLine (OrderNo int NOT NULL, Pos int NOT NULL, Qty int NULL)
