CREATE PROCEDURE gold.LoadSales
AS
BEGIN
    SET NOCOUNT ON;
    ALTER TABLE gold.FactSale NOCHECK CONSTRAINT ALL;

    DELETE FROM gold.FactSale;
    DELETE FROM gold.DimCity;

    INSERT INTO gold.DimCity (City)
    SELECT DISTINCT City FROM silver.Sale;

    INSERT INTO gold.FactSale (SaleNo, CityKey, Amount)
    SELECT s.SaleNo, c.CityKey, s.Amount
    FROM silver.Sale AS s
    JOIN gold.DimCity AS c ON c.City = s.City;

    ALTER TABLE gold.FactSale WITH CHECK CHECK CONSTRAINT ALL;
END;
