CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    DELETE FROM dbo.OrderLine WHERE OrderNo IN (SELECT OrderNo FROM dbo.LineIn);
    INSERT INTO dbo.OrderLine (OrderNo, Pos, Qty) SELECT OrderNo, Pos, Qty FROM dbo.LineIn;
END
GO
