CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    CREATE TABLE #keys (OrderNo int NOT NULL PRIMARY KEY);
    INSERT INTO #keys SELECT DISTINCT OrderNo FROM dbo.LineIn;

    BEGIN TRAN;
    DELETE l FROM dbo.OrderLine l WHERE EXISTS (SELECT 1 FROM #keys k WHERE k.OrderNo = l.OrderNo);
    INSERT INTO dbo.OrderLine (OrderNo, Pos, Qty)
    SELECT i.OrderNo, i.Pos, i.Qty FROM dbo.LineIn i JOIN #keys k ON k.OrderNo = i.OrderNo;
    COMMIT;
END
GO
