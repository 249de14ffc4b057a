CREATE TABLE dbo.Word (WordId int NOT NULL PRIMARY KEY, Word varchar(20) NOT NULL)
GO
CREATE TABLE dbo.NewName (NameId int NOT NULL PRIMARY KEY, Text varchar(20) NULL)
GO
CREATE TABLE dbo.Name (NameId int NOT NULL PRIMARY KEY, Text varchar(20) NULL, Points int NOT NULL)
GO
