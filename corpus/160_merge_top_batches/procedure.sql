CREATE PROCEDURE dbo.MergeInBatches
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @n int = 1;

    WHILE @n > 0
    BEGIN
        MERGE TOP (2) INTO dbo.Item AS t
        USING (SELECT i.Sku, i.Price
               FROM   dbo.ItemIn AS i
               WHERE  NOT EXISTS (SELECT 1 FROM dbo.Item AS x
                                  WHERE x.Sku = i.Sku
                                    AND (x.Price = i.Price OR (x.Price IS NULL AND i.Price IS NULL)))) AS s
        ON t.Sku = s.Sku
        WHEN MATCHED THEN UPDATE SET Price = s.Price
        WHEN NOT MATCHED THEN INSERT (Sku, Price) VALUES (s.Sku, s.Price);

        SET @n = @@ROWCOUNT;
    END
END
GO
