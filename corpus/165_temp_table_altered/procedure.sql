CREATE PROCEDURE dbo.BuildSalesView
AS
BEGIN
    SET NOCOUNT ON;

    CREATE TABLE #s (SaleId int NOT NULL, Region varchar(10) NULL, Net decimal(10,2) NULL, Scratch int NULL);

    INSERT INTO #s (SaleId, Region, Net)
    SELECT SaleId, Region, Net FROM dbo.Sale;

    ALTER TABLE #s ADD Tax decimal(10,2) NULL;
    ALTER TABLE #s ADD Channel varchar(10) NOT NULL DEFAULT 'shop';
    ALTER TABLE #s DROP COLUMN Scratch;

    UPDATE s
    SET    Tax = s.Net * t.Pct / 100
    FROM   #s AS s
    JOIN   dbo.RegionTax AS t ON t.Region = s.Region;

    INSERT INTO #s (SaleId, Region, Net, Tax, Channel)
    SELECT -1, Region, SUM(Net), SUM(Tax), 'total'
    FROM   #s
    GROUP BY Region;

    INSERT INTO #s (SaleId, Region) VALUES (0, 'n/a');

    TRUNCATE TABLE dbo.SalesReport;

    INSERT INTO dbo.SalesReport (SaleId, Region, Net, Tax, Channel)
    SELECT SaleId, Region, Net, Tax, Channel FROM #s;

    DROP TABLE #s;
END
GO
