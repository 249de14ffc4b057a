CREATE TABLE dbo.BasketStage (ShopNo int NOT NULL, BasketNo int NULL, LineNum int NOT NULL, Item varchar(10) NULL, Qty int NULL, Cancelled bit NULL)
GO
CREATE TABLE dbo.BasketLine (ShopNo int NOT NULL, BasketNo int NOT NULL, LineNum int NOT NULL, Item varchar(10) NULL, Qty int NOT NULL, PRIMARY KEY (ShopNo, BasketNo, LineNum))
