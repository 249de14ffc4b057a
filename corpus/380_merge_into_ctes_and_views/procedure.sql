CREATE PROCEDURE dw.LoadShops
AS
BEGIN
    SET NOCOUNT ON;

    -- a CTE of a CTE, with other names and a computed column
    WITH euro AS (
        SELECT Sku AS Code, Price AS Amount, Changes AS N FROM dw.Price WHERE Cur = 'EUR'
    ), big AS (
        SELECT Code, Amount, N, Amount * 2 AS Twice FROM euro WHERE Amount > 1
    )
    MERGE big AS t
    USING stg.PriceIn AS s ON s.Sku = t.Code
    WHEN MATCHED AND t.Twice <> s.Price * 2 THEN UPDATE SET Amount = s.Price, N += 1
    WHEN NOT MATCHED BY SOURCE THEN DELETE
    OUTPUT $action, deleted.Code, inserted.Amount INTO dw.PriceLog (Act, Sku, Amount);

    -- a view that joins: only the table whose columns are named is written
    MERGE dw.v_OpenStock AS t
    USING stg.StockIn AS s ON s.StockId = t.StockId AND s.City = t.City
    WHEN MATCHED THEN UPDATE SET Qty = t.Qty + s.Qty, t.Seen = 1
    WHEN NOT MATCHED BY SOURCE AND t.City <> 'Ulm' THEN UPDATE SET Seen = 0
    WHEN NOT MATCHED AND s.City = 'Bern' THEN INSERT (StockId, Shop, Article, Qty, Seen) VALUES (s.StockId, s.Shop, s.Sku, s.Qty, 1);

    -- numbers of rows: only the newest row of a shop can go
    WITH numbered AS (
        SELECT StockId, Sku, ROW_NUMBER() OVER (PARTITION BY Shop ORDER BY StockId DESC) AS Nr FROM dw.Stock
    )
    MERGE numbered AS t
    USING stg.Recall AS s ON s.Sku = t.Sku AND t.Nr = 1
    WHEN MATCHED THEN DELETE;
END
GO
