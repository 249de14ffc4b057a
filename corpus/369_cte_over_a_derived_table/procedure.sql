CREATE PROCEDURE dw.SumShop AS
BEGIN
    INSERT INTO dw.Shop (Shop) SELECT DISTINCT Shop FROM stg.Sale s WHERE NOT EXISTS (SELECT 1 FROM dw.Shop d WHERE d.Shop = s.Shop);

    WITH summed AS (
        SELECT d.*, s.Total, s.Times FROM dw.Shop d LEFT JOIN (SELECT Shop, SUM(Amount) AS Total, COUNT(*) AS Times FROM stg.Sale GROUP BY Shop) s ON s.Shop = d.Shop
    )
    UPDATE summed SET Turnover = ISNULL(Turnover, 0) + Total, Sales += Times WHERE Times > 0 AND Total IS NOT NULL;

    WITH first AS (SELECT Shop, Sales FROM dw.Shop WHERE Sales IS NULL) UPDATE first SET Sales = 0;
END
