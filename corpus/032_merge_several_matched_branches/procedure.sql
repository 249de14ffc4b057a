CREATE PROCEDURE inv.MergeStock
AS
BEGIN
    SET NOCOUNT ON;

    MERGE INTO inv.Stock WITH (HOLDLOCK) AS t
    USING (SELECT Sku, Loc, Op, ISNULL(Qty, 0) AS Qty, MsgNo FROM inv.StockMsg) AS s
       ON t.Sku = s.Sku AND t.Loc = s.Loc
    WHEN MATCHED AND s.Op = 'D' AND t.Qty = 0 THEN
        DELETE
    WHEN MATCHED AND s.MsgNo > t.MsgNo THEN
        UPDATE SET t.Qty   = CASE s.Op WHEN 'A' THEN t.Qty + s.Qty ELSE s.Qty END,
                   t.MsgNo = s.MsgNo,
                   t.Note  = 'was ' + CAST(t.Qty AS varchar(10))
    WHEN NOT MATCHED BY TARGET AND ISNULL(s.Op, 'U') <> 'D' THEN
        INSERT (Sku, Loc, Qty, MsgNo)
        VALUES (s.Sku, s.Loc, s.Qty, ISNULL(s.MsgNo, 0));
END
GO
