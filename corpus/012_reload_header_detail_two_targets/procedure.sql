CREATE PROC wh.ReloadReceipts AS
BEGIN
  SET NOCOUNT ON;
  SET XACT_ABORT ON;
  BEGIN TRAN;

  DELETE wh.ReceiptLine;
  DELETE wh.ReceiptHead;

  INSERT wh.ReceiptHead (ReceiptNo, ReceivedOn, Dock, TotalQty)
  SELECT ReceiptNo, MAX(ReceivedOn), ISNULL(MIN(Dock), '-'), SUM(Qty)
  FROM   inb.Receipt
  WHERE  Qty IS NOT NULL
  GROUP BY ReceiptNo;

  INSERT wh.ReceiptLine (ReceiptNo, LineNum, ItemNo, Qty)
  SELECT l.ReceiptNo, l.LineNum, l.ItemNo, ISNULL(l.Qty, 0)
  FROM   inb.Receipt l
  JOIN   wh.ReceiptHead h ON h.ReceiptNo = l.ReceiptNo
  WHERE  l.ItemNo IS NOT NULL;

  UPDATE wh.ReceiptHead
  SET    Lines = (SELECT COUNT(*) FROM wh.ReceiptLine l WHERE l.ReceiptNo = wh.ReceiptHead.ReceiptNo);

  UPDATE wh.ReceiptHead SET Status = 'EMPTY' WHERE TotalQty = 0 OR Lines = 0;

  COMMIT TRAN;
END
GO
