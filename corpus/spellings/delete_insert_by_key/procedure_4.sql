CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    MERGE dbo.OrderLine AS t
    USING (SELECT OrderNo FROM dbo.LineIn GROUP BY OrderNo) AS s ON s.OrderNo = t.OrderNo
    WHEN MATCHED THEN DELETE;

    INSERT INTO dbo.OrderLine (OrderNo, Pos, Qty) SELECT OrderNo, Pos, Qty FROM dbo.LineIn;
END
GO
