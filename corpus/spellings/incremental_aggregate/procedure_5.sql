CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    SELECT ISNULL(t.Grp, d.Grp) AS Grp, ISNULL(t.Cnt, 0) + ISNULL(d.Cnt, 0) AS Cnt, ISNULL(t.Amount, 0) + ISNULL(d.Amount, 0) AS Amount
    INTO   #all
    FROM   dbo.Total t
    FULL OUTER JOIN (SELECT Grp, COUNT(*) AS Cnt, SUM(Amount) AS Amount FROM dbo.HitIn GROUP BY Grp) d ON d.Grp = t.Grp;

    TRUNCATE TABLE dbo.Total;
    INSERT INTO dbo.Total (Grp, Cnt, Amount) SELECT Grp, Cnt, Amount FROM #all;
END
GO
