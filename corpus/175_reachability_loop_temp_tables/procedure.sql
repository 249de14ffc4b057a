CREATE PROCEDURE dbo.FindExposure
AS
BEGIN
    SET NOCOUNT ON;
    CREATE TABLE #seen (Acc int NOT NULL, Distance int NOT NULL);
    CREATE TABLE #front (Acc int NOT NULL);
    CREATE TABLE #next (Acc int NOT NULL);
    DECLARE @d int = 0;

    INSERT INTO #front SELECT DISTINCT Acc FROM dbo.Flagged;

    WHILE EXISTS (SELECT * FROM #front)
    BEGIN
        INSERT INTO #seen SELECT Acc, @d FROM #front;

        DELETE FROM #next;
        INSERT INTO #next
        SELECT DISTINCT t.ToAcc
        FROM   dbo.Transfer_ AS t
        JOIN   #front AS f ON f.Acc = t.FromAcc
        WHERE  t.ToAcc IS NOT NULL
          AND  NOT EXISTS (SELECT * FROM #seen AS s WHERE s.Acc = t.ToAcc);

        TRUNCATE TABLE #front;
        INSERT INTO #front SELECT Acc FROM #next;
        SET @d = @d + 1;
    END

    DELETE FROM dbo.Exposure;
    INSERT INTO dbo.Exposure (Acc, Distance) SELECT Acc, Distance FROM #seen;
END
GO
