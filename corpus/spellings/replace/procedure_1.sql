CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dbo.Price;
    INSERT INTO dbo.Price (Sku, Price)
    SELECT Sku, Price FROM dbo.PriceIn;
END
GO
