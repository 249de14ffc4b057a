CREATE TABLE dbo.RegionList (Region varchar(5) NOT NULL, Active bit NOT NULL)
GO
CREATE TABLE dbo.RawSale (Region varchar(5) NULL, Product varchar(5) NOT NULL, Qty int NULL)
GO
CREATE TABLE dbo.RegionSales (Region varchar(5) NOT NULL, Product varchar(5) NOT NULL, Qty int NULL)
GO
CREATE TABLE dbo.RegionLog (RunNo int NOT NULL, Region varchar(5) NOT NULL, Cnt int NOT NULL)
