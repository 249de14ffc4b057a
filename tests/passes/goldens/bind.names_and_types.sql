CREATE TABLE dbo.A (Id int NOT NULL, Price decimal(10, 2), Name varchar(20), Flag bit);
CREATE TABLE dbo.B (Id int, Total decimal(18, 4), Label nvarchar(30));
GO
CREATE PROCEDURE dbo.P AS
INSERT INTO dbo.B (Id, Total, Label)
SELECT a.Id / 2, a.Price * 1.5, ISNULL(a.Name, 'none') + '!'
FROM dbo.A AS a
WHERE a.Flag = 1 AND a.Id IN (1, 2) AND a.Name LIKE 'x%';
