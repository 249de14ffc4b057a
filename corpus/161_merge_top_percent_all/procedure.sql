CREATE PROCEDURE dbo.usp_MergeRates @Batch int = 1000
AS
MERGE TOP (@Batch) dbo.Rate AS t
USING dbo.RateIn AS s ON s.Ccy = t.Ccy
WHEN MATCHED AND t.Rate <> s.Rate THEN UPDATE SET t.Rate = s.Rate, t.Changes += 1
WHEN NOT MATCHED AND s.Valid = 1 THEN INSERT VALUES (s.Ccy, s.Rate, 0);

MERGE TOP (100) PERCENT INTO dbo.Rate AS t
USING (SELECT Ccy FROM dbo.RateIn WHERE Valid = 0) AS s ON s.Ccy = t.Ccy
WHEN MATCHED THEN DELETE;
GO
