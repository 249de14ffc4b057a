CREATE PROCEDURE wh.usp_PickStock
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @chg TABLE (Bin varchar(5), OldQty int, NewQty int);
    CREATE TABLE #ins (Bin varchar(5) NOT NULL, Qty int NOT NULL);

    UPDATE s
    SET    s.Qty = s.Qty - p.Qty
    OUTPUT deleted.Bin, deleted.Qty, inserted.Qty INTO @chg (Bin, OldQty, NewQty)
    FROM   wh.Stock s
    INNER JOIN wh.Pick p ON p.Bin = s.Bin
    WHERE  p.Qty > 0;

    DELETE FROM wh.Stock
    OUTPUT deleted.Bin, deleted.Qty, 'empty' INTO wh.Archive (Bin, LastQty, Why)
    WHERE  Qty <= 0;

    INSERT INTO wh.Stock (Bin, Qty)
    OUTPUT inserted.Bin, inserted.Qty INTO #ins
    SELECT p.Bin, -p.Qty
    FROM   wh.Pick p
    WHERE  p.Qty < 0
      AND  NOT EXISTS (SELECT 1 FROM wh.Stock s WHERE s.Bin = p.Bin);

    INSERT INTO wh.PickLog (Bin, What, OldQty, NewQty)
    SELECT Bin, 'pick', OldQty, NewQty FROM @chg
    UNION ALL
    SELECT Bin, 'return', NULL, Qty FROM #ins;
END
GO
