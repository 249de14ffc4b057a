CREATE PROCEDURE dbo.ConsumeQueue
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @no int, @pool varchar(5), @want int, @left int, @got int, @round int = 0;

    MERGE dbo.Pool AS t
    USING (SELECT Pool, SUM(Added) AS Added FROM dbo.PoolIn GROUP BY Pool) AS s ON s.Pool = t.Pool
    WHEN MATCHED THEN UPDATE SET LeftOver = t.LeftOver + s.Added
    WHEN NOT MATCHED THEN INSERT (Pool, LeftOver) VALUES (s.Pool, s.Added);

    SELECT AskNo, Pool, Want, Prio INTO #todo FROM dbo.Ask;
    DELETE FROM dbo.Grant_;

    WHILE EXISTS (SELECT 1 FROM #todo)
    BEGIN
        SET @round += 1;
        SELECT TOP (1) @no = AskNo, @pool = Pool, @want = Want FROM #todo ORDER BY Prio DESC, AskNo;

        SET @left = NULL;
        SELECT @left = LeftOver FROM dbo.Pool WHERE Pool = @pool;
        SET @got = CASE WHEN @left IS NULL THEN 0 WHEN @want IS NULL OR @want > @left THEN @left ELSE @want END;

        IF @got > 0
            UPDATE dbo.Pool SET LeftOver -= @got WHERE Pool = @pool;

        INSERT INTO dbo.Grant_ (AskNo, Got, Round_) VALUES (@no, @got, @round);
        DELETE FROM #todo WHERE AskNo = @no;
    END
END
GO
