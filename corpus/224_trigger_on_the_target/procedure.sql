CREATE TRIGGER dbo.trg_Price ON dbo.Price AFTER UPDATE
AS
BEGIN
    SET NOCOUNT ON;
    INSERT INTO dbo.PriceAudit (Sku, OldPrice, NewPrice)
    SELECT i.Sku, d.Price, i.Price
    FROM   inserted AS i
    JOIN   deleted AS d ON d.Sku = i.Sku
    WHERE  ISNULL(i.Price, -1) <> ISNULL(d.Price, -1);
END
GO
CREATE PROCEDURE dbo.LoadWithTrigger
AS
BEGIN
    UPDATE p SET Price = i.Price FROM dbo.Price p JOIN dbo.PriceIn i ON i.Sku = p.Sku;
    INSERT INTO dbo.Price (Sku, Price) SELECT i.Sku, i.Price FROM dbo.PriceIn i WHERE NOT EXISTS (SELECT 1 FROM dbo.Price p WHERE p.Sku = i.Sku);
END
GO
