CREATE TYPE dbo.IdList AS TABLE (Id int NOT NULL PRIMARY KEY, Weight int NOT NULL DEFAULT 1)
GO
CREATE TABLE dbo.OrderIn (Id int NOT NULL PRIMARY KEY, Amount int NULL, Urgent bit NOT NULL)
GO
CREATE TABLE dbo.Orders (Id int NOT NULL, Amount int NULL, Kind varchar(10) NOT NULL)
