CREATE PROCEDURE dbo.CloseOrders
    @ids   dbo.OrderIds READONLY,
    @state varchar(10) = 'closed'
AS
BEGIN
    UPDATE o SET State = @state FROM dbo.OrderState AS o JOIN @ids AS i ON i.Id = o.Id;
END
GO
