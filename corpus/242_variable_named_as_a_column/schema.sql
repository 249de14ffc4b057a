CREATE TABLE dbo.Entry (Id int NOT NULL PRIMARY KEY, Kind varchar(5) NULL)
GO
CREATE TABLE dbo.KindCount (Kind varchar(5) NOT NULL, N int NOT NULL)
GO
