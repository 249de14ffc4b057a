CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @sku varchar(10), @price decimal(9,2);
    DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Sku, Price FROM dbo.PriceIn;

    DELETE FROM dbo.Price;

    OPEN c;
    FETCH NEXT FROM c INTO @sku, @price;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        INSERT INTO dbo.Price (Sku, Price) VALUES (@sku, @price);
        FETCH NEXT FROM c INTO @sku, @price;
    END
    CLOSE c;
    DEALLOCATE c;
END
GO
