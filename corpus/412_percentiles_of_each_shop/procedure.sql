CREATE PROCEDURE etl.usp_Shop_Percentiles
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dw.ShopPercentile;

    INSERT INTO dw.ShopPercentile (Shop, MedianAmount, QuarterQty, MiddleQty, LateSale)
    SELECT DISTINCT
           Shop,
           PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY Amount) OVER (PARTITION BY Shop),
           PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY Qty) OVER (PARTITION BY Shop),
           PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY Qty) OVER (PARTITION BY Shop),
           PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY Sold) OVER (PARTITION BY Shop)
    FROM   src.Sale;
END
GO
