CREATE PROCEDURE etl.usp_RankRegions
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @run int = (SELECT ISNULL(MAX(RunNo), 0) FROM dw.RegionRank) + 1;

    TRUNCATE TABLE wrk.RegionRank;

    INSERT INTO wrk.RegionRank (Region, Amount)
    SELECT ISNULL(Region, 'none'), SUM(Amount)
    FROM   src.Sale
    GROUP BY ISNULL(Region, 'none')
    ORDER BY SUM(Amount) DESC, ISNULL(Region, 'none');

    INSERT INTO dw.RegionRank (RunNo, RankNo, Region, Moved)
    SELECT @run, w.RankNo, w.Region, p.RankNo - w.RankNo
    FROM   wrk.RegionRank w
    LEFT JOIN dw.RegionRank p ON p.Region = w.Region AND p.RunNo = @run - 1
    ORDER BY w.RankNo;
END
GO
