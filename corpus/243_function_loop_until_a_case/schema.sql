CREATE TABLE dbo.Leave (Id int NOT NULL PRIMARY KEY, FirstDay date NULL, LastDay date NULL)
GO
CREATE TABLE dbo.Workdays (Id int NOT NULL, N int NULL)
GO
