CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, V int NULL, Name varchar(20) NULL);
GO
CREATE TABLE dbo.S (Id int, V int);
GO
CREATE PROCEDURE dbo.P AS UPDATE t SET V = s.V FROM dbo.T t INNER JOIN dbo.S s ON s.Id = t.Id;
