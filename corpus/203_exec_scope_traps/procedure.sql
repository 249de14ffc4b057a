CREATE PROCEDURE dbo.InnerProc @a int, @b int = 7, @c int = NULL OUTPUT
AS
BEGIN
    CREATE TABLE #t (N int NULL);
    INSERT INTO #t SELECT N * 10 FROM dbo.ScopeIn WHERE N > @a;
    SET @c = (SELECT SUM(N) FROM #t) + @b;

    IF @c IS NULL
        RETURN;

    INSERT INTO dbo.ScopeOut SELECT 'inner', N FROM #t;
    SET @c = @c + 1;
END
GO
CREATE PROCEDURE dbo.OuterProc
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @x int = 1, @y int = 2;
    CREATE TABLE #t (N int NULL);

    TRUNCATE TABLE dbo.ScopeOut;
    INSERT INTO #t (N) VALUES (5);

    EXEC dbo.InnerProc 1, 100, @x;
    INSERT INTO dbo.ScopeOut VALUES ('x', @x);

    EXEC dbo.InnerProc @a = 2, @c = @y OUTPUT;
    INSERT INTO dbo.ScopeOut VALUES ('y', @y);

    EXEC dbo.InnerProc 1000, DEFAULT, @y OUTPUT;
    INSERT INTO dbo.ScopeOut VALUES ('y again', @y);

    INSERT INTO dbo.ScopeOut SELECT 'outer', N FROM #t;
    DROP TABLE #t;
END
GO
