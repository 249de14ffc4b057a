CREATE PROCEDURE dw.LoadRegionShare AS
BEGIN
    TRUNCATE TABLE dw.RegionShare;

    INSERT INTO dw.RegionShare (Region, Sales, AllSales, Regions, Share, BestOfAll, Neighbours)
    SELECT s.Region, COUNT(*), (SELECT COUNT(*) FROM stg.Sale), (SELECT COUNT(*) FROM ref.Region),
           COUNT(*) * 100.0 / (SELECT COUNT(*) FROM stg.Sale), (SELECT MAX(Amount) FROM stg.Sale),
           (SELECT COUNT(*) FROM stg.Sale o WHERE o.Region > s.Region)
    FROM stg.Sale s
    GROUP BY s.Region;
END
