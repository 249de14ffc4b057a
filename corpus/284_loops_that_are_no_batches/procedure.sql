CREATE PROCEDURE dbo.Shrink
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @i int = 0, @n int, @limit int = 0;
    DELETE FROM dbo.Stack;
    DELETE FROM dbo.Job;
    DELETE FROM dbo.Bin;
    INSERT INTO dbo.Stack (Id, V) SELECT Id, V FROM dbo.Feed;
    INSERT INTO dbo.Job (Id, Level) SELECT Id, 0 FROM dbo.Feed;
    INSERT INTO dbo.Bin (Id, V) SELECT Id, V FROM dbo.Feed;

    WHILE 1 = 1
    BEGIN
        WITH one AS (SELECT TOP (1) * FROM dbo.Stack WHERE V > 0 ORDER BY Id)
        DELETE FROM one;
        SET @i = @i + 1;
        IF @@ROWCOUNT = 0 OR @i >= 2 BREAK;
    END

    SET @n = 1;
    WHILE @n > 0
    BEGIN
        DELETE TOP (1) FROM dbo.Bin WHERE V > (SELECT AVG(V) FROM dbo.Bin);
        SET @n = @@ROWCOUNT;
    END

    SET @i = 0;
    WHILE @i < 3
    BEGIN
        UPDATE TOP (2) dbo.Job SET Level = Level + 1 WHERE Level < 5 AND Id <= 2;
        SET @i += 1;
    END

    SET @n = 1;
    WHILE @n > 0
    BEGIN
        DELETE TOP (1) FROM dbo.Job WHERE Id > 8 - @limit;
        SET @n = @@ROWCOUNT;
        SET @limit = @limit + 1;
    END
END
GO
