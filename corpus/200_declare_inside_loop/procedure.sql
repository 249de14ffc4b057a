CREATE PROCEDURE dbo.DeclareInLoop
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @i int, @max int;

    SELECT @i = MIN(N), @max = MAX(N) FROM dbo.LoopIn;
    DELETE FROM dbo.LoopOut;

    WHILE @i <= @max
    BEGIN
        DECLARE @kept varchar(50);
        DECLARE @fresh varchar(50) = '';
        DECLARE @rows TABLE (Txt varchar(10) NULL);

        SET @kept = ISNULL(@kept + '|', '') + ISNULL((SELECT MAX(Txt) FROM dbo.LoopIn WHERE N = @i), '-');
        SET @fresh = @fresh + ISNULL((SELECT MAX(Txt) FROM dbo.LoopIn WHERE N = @i), '-');
        INSERT INTO @rows (Txt) SELECT Txt FROM dbo.LoopIn WHERE N = @i;

        INSERT INTO dbo.LoopOut (N, Kept, Fresh, Piled) SELECT @i, @kept, @fresh, COUNT(*) FROM @rows;
        SET @i = @i + 1;
    END
END
GO
