CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, V int NULL);
GO
CREATE PROCEDURE dbo.P AS
BEGIN
    DECLARE @a int, @b int;
    SET @a = 1, @b = 2;
    INSERT INTO dbo.T (Id, V) VALUES (@a, @b);
END
