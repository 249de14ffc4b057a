CREATE PROCEDURE dw.LoadVisit AS
BEGIN
    INSERT INTO dw.Visit (VisitId, Guest, Day) SELECT v.VisitId, v.Guest, v.Day FROM stg.Visit v WHERE NOT EXISTS (SELECT 1 FROM dw.Visit d WHERE d.VisitId = v.VisitId);

    -- gaps and islands: days in a row are one stay
    WITH islands AS (
        SELECT VisitId, Guest, Day, Stay, DATEADD(day, -DENSE_RANK() OVER (PARTITION BY Guest ORDER BY Day), Day) AS Island FROM dw.Visit
    ),
    numbered AS (
        SELECT VisitId, Stay, DENSE_RANK() OVER (PARTITION BY Guest ORDER BY Island) AS No FROM islands
    )
    UPDATE numbered SET Stay = No WHERE ISNULL(Stay, 0) <> No;

    -- the same day twice
    WITH ranked AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Guest, Day ORDER BY VisitId) AS rn FROM dw.Visit),
    more AS (SELECT * FROM ranked WHERE rn > 1)
    DELETE FROM more;

    DECLARE @work TABLE (Guest varchar(10), Day date, Place int);
    INSERT INTO @work (Guest, Day) SELECT Guest, Day FROM dw.Visit;
    WITH a AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Guest ORDER BY Day) AS rn FROM @work),
    b AS (SELECT Place, rn * 10 AS Tens FROM a)
    UPDATE b SET Place = Tens;

    TRUNCATE TABLE dw.Stay;
    INSERT INTO dw.Stay (Guest, Stay, FirstDay, Days)
    SELECT v.Guest, v.Stay, MIN(v.Day), MAX(w.Place) FROM dw.Visit v JOIN @work w ON w.Guest = v.Guest AND w.Day = v.Day GROUP BY v.Guest, v.Stay;
END
