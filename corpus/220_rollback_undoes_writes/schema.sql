CREATE TABLE dbo.Delta (Item varchar(5) NOT NULL, Qty int NULL)
GO
CREATE TABLE dbo.Stock (Item varchar(5) NOT NULL, Qty int NOT NULL)
GO
CREATE TABLE dbo.LoadLog (Outcome varchar(10) NOT NULL, Item varchar(5) NULL, Qty int NULL)
