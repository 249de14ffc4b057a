CREATE PROCEDURE dbo.RankSales
AS
INSERT INTO dbo.Ranking (Region, Amount, Running)
SELECT Region, Amount, SUM(Amount) OVER (PARTITION BY Region ORDER BY Amount)
FROM dbo.Sale
ORDER BY Amount DESC, Region;

INSERT INTO dbo.Ranking (Region, Amount, Running)
SELECT Region, Amount, COUNT(*) OVER (PARTITION BY Region)
FROM dbo.Sale
WHERE Region = 'S';
GO
