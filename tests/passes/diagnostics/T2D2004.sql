CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, V int NULL, Name varchar(20) NULL);
GO
CREATE PROCEDURE dbo.P AS INSERT INTO dbo.T (Id) SELECT dbo.fn_unknown(Id) FROM dbo.T;
