CREATE PROCEDURE dwh.usp_LoadStock
AS
BEGIN
    SET NOCOUNT ON;

    MERGE dwh.Stock AS t
    USING (SELECT ProductId, SUM(Qty) AS Qty FROM feed.StockCount GROUP BY ProductId) AS s
        ON t.ProductId = s.ProductId
    WHEN MATCHED THEN UPDATE SET Qty = s.Qty
    WHEN NOT MATCHED BY TARGET THEN INSERT (ProductId, Qty, Status) VALUES (s.ProductId, s.Qty, 'new');

    IF EXISTS (SELECT 1 FROM dwh.Stock WHERE Qty < 0)
        UPDATE dwh.Stock SET Status = 'check';
    ELSE
        UPDATE dwh.Stock SET Status = 'fine' WHERE ProductId NOT IN (SELECT ProductId FROM feed.Blocked);
END
