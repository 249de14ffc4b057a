CREATE TABLE dbo.A (Id int, Name varchar(20));
CREATE TABLE dbo.B (Id int, Name varchar(20));
GO
CREATE PROCEDURE dbo.P AS
DECLARE @sql nvarchar(max), @t sysname = N'A';
SET @sql = N'INSERT INTO dbo.B (Id, Name) SELECT Id, @n FROM dbo.' + QUOTENAME(@t);
EXEC sp_executesql @sql, N'@n varchar(20)', @n = 'fixed';
