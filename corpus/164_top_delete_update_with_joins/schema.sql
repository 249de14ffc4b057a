CREATE TABLE dbo.Rule_ (Kind varchar(5) NOT NULL, MaxAge int NULL)
GO
CREATE TABLE dbo.NewWork (Id int NOT NULL, Kind varchar(5) NOT NULL, Age int NOT NULL)
GO
CREATE TABLE dbo.WorkQueue (Id int NOT NULL PRIMARY KEY, Kind varchar(5) NOT NULL, Age int NOT NULL, State varchar(8) NOT NULL)
