CREATE TABLE dbo.DepotIn (Code varchar(6) NOT NULL PRIMARY KEY, City nvarchar(20) NULL)
GO
CREATE TABLE dbo.Depot (DepotId smallint IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(6) NOT NULL, City nvarchar(20) NULL)
