CREATE PROCEDURE dim.SyncCourse
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @RunDay date;
    SELECT TOP (1) @RunDay = RunDay FROM feed.Course ORDER BY RunDay DESC;

    MERGE dim.Course AS t
    USING feed.Course AS s ON s.Code = t.Code
    WHEN MATCHED THEN
        UPDATE SET t.Title = s.Title,
                   t.Credits = COALESCE(s.Credits, t.Credits),
                   t.IsActive = 1,
                   t.DeletedOn = NULL
    WHEN NOT MATCHED BY TARGET THEN
        INSERT (Code, Title, Credits, IsActive)
        VALUES (s.Code, s.Title, s.Credits, 1);

    IF @RunDay IS NOT NULL
        UPDATE t
        SET IsActive = 0, DeletedOn = @RunDay
        FROM dim.Course t
        WHERE t.IsActive = 1
          AND t.Locked = 0
          AND NOT EXISTS (SELECT 1 FROM feed.Course s WHERE s.Code = t.Code);
END
GO
