CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    WHILE 1 = 1
    BEGIN
        DELETE TOP (2) FROM dbo.Price;
        IF @@ROWCOUNT = 0 BREAK;
    END

    WITH src AS (SELECT Sku, Price FROM dbo.PriceIn)
    INSERT INTO dbo.Price (Sku, Price)
    SELECT Sku, Price FROM src;
END
GO
