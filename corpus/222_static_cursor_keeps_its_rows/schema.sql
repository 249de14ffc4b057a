CREATE TABLE dbo.PersonIn (No int NOT NULL, Name varchar(10) NOT NULL, Points int NULL)
GO
CREATE TABLE dbo.Person (No int NOT NULL PRIMARY KEY, Name varchar(10) NOT NULL, Points int NOT NULL, Merged int NOT NULL)
