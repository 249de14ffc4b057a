CREATE PROCEDURE dbo.MergeRegion @Region char(1)
AS
MERGE INTO dbo.RegionStock AS t
USING (SELECT Sku, SUM(Qty) AS Qty FROM dbo.StockIn GROUP BY Sku) AS s
   ON s.Sku = t.Sku AND t.Region = @Region
WHEN MATCHED AND s.Qty IS NULL THEN DELETE
WHEN MATCHED THEN UPDATE SET Qty = s.Qty, Seen = Seen + 1
WHEN NOT MATCHED BY TARGET AND s.Qty > 0 THEN INSERT (Region, Sku, Qty, Seen) VALUES (@Region, s.Sku, s.Qty, 1)
WHEN NOT MATCHED BY SOURCE AND t.Region = @Region THEN UPDATE SET Qty = 0
WHEN NOT MATCHED BY SOURCE AND t.Seen < 0 THEN DELETE;
GO
