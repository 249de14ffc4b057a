CREATE PROCEDURE dbo.ReturnAll
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @r int, @i int = 1;
    SELECT @r = MAX(Rounds) FROM dbo.Cfg;

    SELECT 0 AS A, Txt AS B FROM dbo.Pool WHERE Id < 10;

    WHILE @i <= @r
    BEGIN
        SELECT @i, CONCAT('round ', @i);
        SET @i = @i + 1;
    END

    IF @r IS NULL
        SELECT -1, 'no rounds';
END
GO
CREATE PROCEDURE dbo.CollectAll
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM dbo.Collected;
    INSERT INTO dbo.Collected (Src, Txt) EXEC dbo.ReturnAll;
END
GO
