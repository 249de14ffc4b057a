CREATE PROCEDURE dbo.SyncItems
AS
BEGIN
    MERGE dbo.Item AS t
    USING dbo.ItemIn AS s ON s.Sku = t.Sku
    WHEN MATCHED AND ISNULL(s.Price, -1) <> ISNULL(t.Price, -1) THEN UPDATE SET Price = s.Price
    WHEN NOT MATCHED THEN INSERT (Sku, Price) VALUES (s.Sku, s.Price)
    WHEN NOT MATCHED BY SOURCE AND t.Note IS NULL THEN DELETE;

    UPDATE dbo.Item SET Note = 'cheap' WHERE Price < 3 AND Note IS NULL;

    WITH x AS (SELECT Sku, Note, Price, ROW_NUMBER() OVER (ORDER BY Price DESC, Sku) AS pos FROM dbo.Item WHERE Price >= 3)
    UPDATE x SET Note = 'top' WHERE pos = 1;
END
GO
