CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    SELECT Grp, COUNT(*) AS Cnt, ISNULL(SUM(Amount), 0) AS Amount INTO #d FROM dbo.HitIn GROUP BY Grp;

    UPDATE t
    SET    t.Cnt = t.Cnt + d.Cnt, t.Amount = t.Amount + d.Amount
    FROM   dbo.Total t
    JOIN   #d d ON d.Grp = t.Grp;

    INSERT INTO dbo.Total (Grp, Cnt, Amount)
    SELECT d.Grp, d.Cnt, d.Amount FROM #d d WHERE NOT EXISTS (SELECT 1 FROM dbo.Total t WHERE t.Grp = d.Grp);
END
GO
