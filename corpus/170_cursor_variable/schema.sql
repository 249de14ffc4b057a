CREATE TABLE dbo.Turnover (Shop varchar(10) NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.Watch (Shop varchar(10) NOT NULL)
GO
CREATE TABLE dbo.ShopRank (Shop varchar(10) NOT NULL, Total int NOT NULL, Place int NOT NULL, Watched bit NOT NULL)
