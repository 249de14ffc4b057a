CREATE PROCEDURE web.AddPageStats
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Done int = ISNULL((SELECT MAX(LastBatch) FROM web.PageStats), 0);

    MERGE web.PageStats AS t
    USING (SELECT CAST(HitAt AS date) AS HitDay, Page, COUNT(*) AS Hits, SUM(CAST(ISNULL(Ms, 0) AS bigint)) AS TotalMs, COUNT(Ms) AS TimedHits,
                  MIN(HitAt) AS FirstHit, MAX(HitAt) AS LastHit, MAX(BatchNo) AS LastBatch
           FROM web.Hit
           WHERE BatchNo > @Done
           GROUP BY CAST(HitAt AS date), Page) AS s
    ON t.HitDay = s.HitDay AND (t.Page = s.Page OR (t.Page IS NULL AND s.Page IS NULL))
    WHEN MATCHED THEN UPDATE
        SET Hits = t.Hits + s.Hits,
            TotalMs = t.TotalMs + s.TotalMs,
            TimedHits = t.TimedHits + s.TimedHits,
            FirstHit = CASE WHEN s.FirstHit < t.FirstHit THEN s.FirstHit ELSE t.FirstHit END,
            LastHit = CASE WHEN s.LastHit > t.LastHit THEN s.LastHit ELSE t.LastHit END,
            LastBatch = s.LastBatch
    WHEN NOT MATCHED THEN
        INSERT (HitDay, Page, Hits, TotalMs, TimedHits, FirstHit, LastHit, LastBatch)
        VALUES (s.HitDay, s.Page, s.Hits, s.TotalMs, s.TimedHits, s.FirstHit, s.LastHit, s.LastBatch);

    UPDATE web.PageStats
    SET AvgMs = CAST(TotalMs AS decimal(18,2)) / NULLIF(TimedHits, 0);
END
GO
