CREATE PROCEDURE shop.RankSales AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE shop.Best;

    -- the third best amount is there twice
    INSERT INTO shop.Best (SaleId, Seller, Kind, [Bits left])
    SELECT TOP (3) WITH TIES SaleId, Seller, 'ties', ~SaleId + 1
    FROM shop.Sale
    ORDER BY Amount DESC;

    -- 30 percent of 7 rows are 2.1: three rows
    INSERT INTO shop.Best (SaleId, Seller, Kind, [Bits left])
    SELECT TOP (30) PERCENT SaleId, Seller, 'percent', Stars
    FROM shop.Sale
    ORDER BY Seller, SaleId;

    TRUNCATE TABLE shop.Towns;

    INSERT INTO shop.Towns (Town, Sales, Share, Hot)
    SELECT MAX(UPPER(t.Town)), COUNT(*), SUM(t.Amount) / MAX(x.Total), CASE WHEN MAX(t.Stars) >= ANY (SELECT Stars FROM shop.Sale WHERE Seller = N'zoë') THEN 1 ELSE 0 END
    FROM shop.Sale t CROSS JOIN (SELECT SUM(Amount) AS Total FROM shop.Sale) x
    GROUP BY t.Town;
END
