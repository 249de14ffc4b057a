CREATE TABLE stg.Basket (BasketId int NOT NULL, Items varchar(100) NULL);
CREATE TABLE dw.BasketLine (LineId int IDENTITY(10,2) NOT NULL, BasketId int NOT NULL, Pos int NOT NULL, Item varchar(20) NULL);
CREATE TABLE dw.Tick (TickId int IDENTITY(1,1) NOT NULL, N int NOT NULL, Place int NOT NULL);
GO
