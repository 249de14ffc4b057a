CREATE PROCEDURE dw.LoadPrice AS
BEGIN
    SET NOCOUNT ON;

    UPDATE h
    SET    Price = i.Price
    FROM   dw.PriceHistory h JOIN dw.PriceIn i ON i.Product = h.Product AND i.FromDay = h.FromDay;

    INSERT INTO dw.PriceHistory (Product, FromDay, ToDay, Price)
    SELECT i.Product, i.FromDay, NULL, i.Price
    FROM   dw.PriceIn i
    WHERE  NOT EXISTS (SELECT 1 FROM dw.PriceHistory h WHERE h.Product = i.Product AND h.FromDay = i.FromDay);

    WITH v AS (
        SELECT Product, FromDay, ToDay, LEAD(FromDay) OVER (PARTITION BY Product ORDER BY FromDay) AS NextFrom
        FROM   dw.PriceHistory
        WHERE  Product IN (SELECT Product FROM dw.PriceIn)
    )
    UPDATE v
    SET    ToDay = DATEADD(DAY, -1, NextFrom);
END
GO
