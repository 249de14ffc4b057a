CREATE TABLE dbo.ColourFeed (Name varchar(20) NOT NULL)
GO
CREATE TABLE dbo.Flag (Name varchar(20) NOT NULL, Value int NOT NULL)
GO
CREATE TABLE dbo.Colour (ColourKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL)
