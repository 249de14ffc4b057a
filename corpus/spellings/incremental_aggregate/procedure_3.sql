CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    INSERT INTO dbo.Total (Grp, Cnt, Amount)
    SELECT DISTINCT i.Grp, 0, 0 FROM dbo.HitIn i LEFT JOIN dbo.Total t ON t.Grp = i.Grp WHERE t.Grp IS NULL;

    UPDATE t
    SET    Cnt = Cnt + x.N, Amount = Amount + x.S
    FROM   dbo.Total t
    CROSS APPLY (SELECT COUNT(*) AS N, ISNULL(SUM(i.Amount), 0) AS S FROM dbo.HitIn i WHERE i.Grp = t.Grp) x
    WHERE  x.N > 0;
END
GO
