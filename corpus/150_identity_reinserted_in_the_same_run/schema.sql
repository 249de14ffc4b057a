CREATE TABLE dbo.ShelfPlan (Aisle char(2) NOT NULL, Item varchar(10) NOT NULL)
GO
CREATE TABLE dbo.Stock (Item varchar(10) NOT NULL, Qty int NULL)
GO
CREATE TABLE dbo.Shelf (ShelfId int NOT NULL IDENTITY, Aisle char(2) NOT NULL, Item varchar(10) NULL)
