CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, V int NULL, Name varchar(20) NULL);
GO
CREATE PROCEDURE dbo.P AS EXEC dbo.elsewhere;
