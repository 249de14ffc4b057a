CREATE PROCEDURE dw.SplitBaskets
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @id int, @items varchar(100), @item varchar(20), @pos int, @n int = 0;

    DECLARE baskets CURSOR LOCAL STATIC FOR
        SELECT BasketId, Items FROM stg.Basket b WHERE NOT EXISTS (SELECT 1 FROM dw.BasketLine l WHERE l.BasketId = b.BasketId) ORDER BY BasketId;
    OPEN baskets;
    FETCH NEXT FROM baskets INTO @id, @items;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @pos = 0;
        WHILE CHARINDEX(';', @items) > 0
        BEGIN
            SET @item = LEFT(@items, CHARINDEX(';', @items) - 1);
            SET @items = STUFF(@items, 1, CHARINDEX(';', @items), '');
            IF @item = '' CONTINUE;
            SET @pos = @pos + 1;
            INSERT INTO dw.BasketLine (BasketId, Pos, Item)
            SELECT @id, @pos, UPPER(@item);
        END
        FETCH NEXT FROM baskets INTO @id, @items;
    END
    CLOSE baskets;
    DEALLOCATE baskets;

    WHILE @n < 3
    BEGIN
        SET @n += 1;
        INSERT INTO dw.Tick (N, Place) SELECT @n, ROW_NUMBER() OVER (ORDER BY @n) WHERE @n <> 2;
    END
END
GO
