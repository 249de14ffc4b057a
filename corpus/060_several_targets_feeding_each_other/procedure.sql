CREATE PROCEDURE dw.LoadEnergy
AS
BEGIN
    SET NOCOUNT ON;

    -- 1 sites
    INSERT INTO dw.Site (SiteNo, City, Inferred)
    SELECT DISTINCT r.SiteNo, N'(unknown)', 1
    FROM stg.Reading r
    WHERE r.SiteNo NOT IN (SELECT SiteNo FROM dw.Site);

    UPDATE s
    SET s.City = ISNULL(m.City, s.City), s.Inferred = 0
    FROM dw.Site s
    INNER JOIN stg.SiteMaster m ON m.SiteNo = s.SiteNo;

    -- 2 readings
    INSERT INTO dw.Reading (SiteNo, ReadOn, Hr, Kwh)
    SELECT r.SiteNo, r.ReadOn, r.Hr, r.Kwh
    FROM stg.Reading r
    WHERE r.Kwh IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM dw.Reading d WHERE d.SiteNo = r.SiteNo AND d.ReadOn = r.ReadOn AND d.Hr = r.Hr);

    -- 3 days that were touched
    DELETE d
    FROM dw.SiteDay d
    WHERE EXISTS (SELECT 1 FROM stg.Reading r WHERE r.SiteNo = d.SiteNo AND r.ReadOn = d.ReadOn);

    INSERT INTO dw.SiteDay (SiteNo, ReadOn, Kwh, PeakHour)
    SELECT x.SiteNo, x.ReadOn, SUM(x.Kwh), MIN(CASE WHEN x.rk = 1 THEN x.Hr END)
    FROM (SELECT r.SiteNo, r.ReadOn, r.Hr, r.Kwh, RANK() OVER (PARTITION BY r.SiteNo, r.ReadOn ORDER BY r.Kwh DESC) AS rk
          FROM dw.Reading r) x
    WHERE NOT EXISTS (SELECT 1 FROM dw.SiteDay d WHERE d.SiteNo = x.SiteNo AND d.ReadOn = x.ReadOn)
    GROUP BY x.SiteNo, x.ReadOn;

    -- 4 months
    TRUNCATE TABLE dw.SiteMonth;

    INSERT INTO dw.SiteMonth (City, MonthStart, Kwh, Sites)
    SELECT s.City, DATEADD(month, DATEDIFF(month, 0, d.ReadOn), 0), SUM(d.Kwh), COUNT(DISTINCT d.SiteNo)
    FROM dw.SiteDay d
    INNER JOIN dw.Site s ON s.SiteNo = d.SiteNo
    GROUP BY s.City, DATEADD(month, DATEDIFF(month, 0, d.ReadOn), 0);
END
GO
