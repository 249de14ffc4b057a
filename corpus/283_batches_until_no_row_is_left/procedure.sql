CREATE PROCEDURE dbo.Housekeeping @Batch int = 1000
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @today date = (SELECT MAX(Today) FROM dbo.Clock);
    DECLARE @deleted int = 0, @archived int = 0, @failed int = 0, @n int = 1, @last int = -1, @rows int;

    WHILE 1 = 1
    BEGIN
        DELETE TOP (2) FROM dbo.EventLog WHERE At < DATEADD(day, -30, @today);
        SET @n = @@ROWCOUNT;
        IF @n = 0 BREAK;
        SET @deleted = @deleted + @n;
        CHECKPOINT;
    END

    SET @last = 1;
    WHILE @last > 0
    BEGIN
        UPDATE TOP (@Batch) dbo.EventLog SET Archived = 1, Kind = ISNULL(Kind, 'none') WHERE Archived = 0 AND Weight >= 5;
        SET @last = @@ROWCOUNT;
        SET @archived = @archived + @last;
    END

    SET @rows = 3;
    WHILE @rows = 3
    BEGIN
        UPDATE TOP (3) m SET Status = 'failed', Tries = ISNULL(m.Tries, 0) + 1 FROM dbo.Message AS m WHERE m.Status IN ('new', 'retry') AND m.Note IS NULL;
        SET @rows = @@ROWCOUNT;
        SET @failed += @rows;
    END

    WHILE EXISTS (SELECT 1 FROM dbo.Message WHERE Tries IS NULL)
        UPDATE TOP (1) dbo.Message SET Tries = 0 WHERE Tries IS NULL;

    INSERT INTO dbo.HouseLog (Today, Deleted, Archived, Failed, LastCount) VALUES (@today, @deleted, @archived, @failed, @last);

    IF NOT EXISTS (SELECT 1 FROM dbo.EventLog WHERE Kind = 'keep') SELECT Today FROM dbo.Clock;
    ELSE SELECT Today FROM dbo.Clock WHERE 1 = 0;
    WHILE @@ROWCOUNT > 0
        DELETE TOP (2) FROM dbo.EventLog WHERE Kind = 'junk' OR Weight < 0;
END
GO
