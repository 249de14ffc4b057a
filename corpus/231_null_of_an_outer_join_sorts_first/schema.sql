CREATE TABLE dbo.Item (Sku varchar(5) NOT NULL PRIMARY KEY, BinId int NULL)
GO
CREATE TABLE dbo.Bin (Id int NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL)
GO
CREATE TABLE dbo.Stock (No int IDENTITY(1,1) NOT NULL, Sku varchar(5) NULL, Code varchar(5) NULL, Place bigint NOT NULL, Label varchar(20) NOT NULL, Cut varchar(20) NULL)
