CREATE PROCEDURE dbo.BulkPrices
AS
BEGIN
    DISABLE TRIGGER dbo.trg_Price ON dbo.Price;
    INSERT INTO dbo.Price (Sku, Price) SELECT Sku, Price FROM dbo.PriceIn;
    ENABLE TRIGGER dbo.trg_Price ON dbo.Price;
END
GO
