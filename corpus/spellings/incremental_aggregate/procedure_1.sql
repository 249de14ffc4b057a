CREATE PROCEDURE dbo.usp_Load
AS
MERGE dbo.Total AS t
USING (SELECT MIN(Grp) AS Grp, COUNT(*) AS Cnt, SUM(ISNULL(Amount, 0)) AS Amount FROM dbo.HitIn GROUP BY Grp) AS s ON s.Grp = t.Grp
WHEN MATCHED THEN UPDATE SET Cnt = t.Cnt + s.Cnt, Amount += s.Amount
WHEN NOT MATCHED THEN INSERT (Grp, Cnt, Amount) VALUES (s.Grp, s.Cnt, s.Amount);
GO
