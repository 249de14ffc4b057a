CREATE PROCEDURE tr.BuildTimetable
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE tr.Leg;
    INSERT INTO tr.Leg (RunNo, LegNo, FromPlace, ToPlace, Km, KmSoFar, Pct, StartPlace)
    SELECT x.RunNo,
           ROW_NUMBER() OVER (PARTITION BY x.RunNo ORDER BY x.Seq),
           x.Place, x.NextPlace, x.LegKm,
           SUM(x.LegKm) OVER (PARTITION BY x.RunNo ORDER BY x.Seq ROWS UNBOUNDED PRECEDING),
           100 * x.LegKm / NULLIF(SUM(x.LegKm) OVER (PARTITION BY x.RunNo), 0),
           x.StartPlace
    FROM (SELECT s.RunNo, s.Seq, s.Place,
                 LEAD(s.Place) OVER (PARTITION BY s.RunNo ORDER BY s.Seq) AS NextPlace,
                 LEAD(s.Km) OVER (PARTITION BY s.RunNo ORDER BY s.Seq) - s.Km AS LegKm,
                 FIRST_VALUE(s.Place) OVER (PARTITION BY s.RunNo ORDER BY s.Seq) AS StartPlace
          FROM tr.Stop s) x
    WHERE x.NextPlace IS NOT NULL;

    -- islands of consecutive service days
    DELETE FROM tr.Gap;
    WITH d AS (
        SELECT RunNo, DayOf, DATEDIFF(DAY, '20000101', DayOf) - ROW_NUMBER() OVER (PARTITION BY RunNo ORDER BY DayOf) AS grp
        FROM (SELECT DISTINCT RunNo, DayOf FROM tr.ServiceDay) u
    ), i AS (
        SELECT RunNo, MIN(DayOf) AS FirstDay, MAX(DayOf) AS LastDay, COUNT(*) AS Days
        FROM d
        GROUP BY RunNo, grp
    )
    INSERT INTO tr.Gap (RunNo, FirstDay, LastDay, Days, SincePrevious)
    SELECT RunNo, FirstDay, LastDay, Days, DATEDIFF(DAY, LAG(LastDay) OVER (PARTITION BY RunNo ORDER BY FirstDay), FirstDay)
    FROM i;
END
GO
