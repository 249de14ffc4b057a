CREATE PROCEDURE wh.AllocateOrders
AS
BEGIN
    SET NOCOUNT ON
    DECLARE @order int, @item varchar(5), @open int, @lot int, @left int, @take int

    DELETE FROM wh.Allocation

    DECLARE c CURSOR LOCAL FAST_FORWARD FOR
        SELECT OrderNo, Item, Qty FROM wh.OrderReq WHERE Qty > 0 ORDER BY ReqDay, OrderNo
    OPEN c
    FETCH NEXT FROM c INTO @order, @item, @open

    WHILE @@FETCH_STATUS = 0
    BEGIN
        WHILE @open > 0 AND EXISTS (SELECT 1 FROM wh.Lot WHERE Item = @item AND LeftQty > 0)
        BEGIN
            SELECT TOP (1) @lot = LotNo, @left = LeftQty
            FROM   wh.Lot
            WHERE  Item = @item AND LeftQty > 0
            ORDER BY InDay, LotNo

            SET @take = CASE WHEN @left < @open THEN @left ELSE @open END

            INSERT INTO wh.Allocation (OrderNo, LotNo, Qty) VALUES (@order, @lot, @take)
            UPDATE wh.Lot SET LeftQty = LeftQty - @take WHERE LotNo = @lot
            SET @open = @open - @take
        END

        IF @open > 0
            INSERT INTO wh.Allocation (OrderNo, LotNo, Qty) VALUES (@order, NULL, @open)

        FETCH NEXT FROM c INTO @order, @item, @open
    END
    CLOSE c
    DEALLOCATE c
END
GO
