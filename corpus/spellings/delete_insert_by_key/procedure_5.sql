CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @order int = (SELECT MIN(OrderNo) FROM dbo.LineIn);

    WHILE @order IS NOT NULL
    BEGIN
        DELETE FROM dbo.OrderLine WHERE OrderNo = @order;
        INSERT INTO dbo.OrderLine (OrderNo, Pos, Qty) SELECT OrderNo, Pos, Qty FROM dbo.LineIn WHERE OrderNo = @order;
        SELECT @order = MIN(OrderNo) FROM dbo.LineIn WHERE OrderNo > @order;
    END
END
GO
