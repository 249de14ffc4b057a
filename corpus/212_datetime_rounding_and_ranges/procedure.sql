CREATE PROCEDURE dbo.BucketEvents @Day datetime
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @end datetime = DATEADD(ms, -3, DATEADD(day, 1, @Day));

    DELETE FROM dbo.Bucket;

    INSERT INTO dbo.Bucket (Id, AsDatetime, AsSmall, InDay2, InDayDt, HourStart)
    SELECT e.Id,
           CAST(e.At2 AS datetime),
           CAST(e.At2 AS smalldatetime),
           CASE WHEN e.At2 >= @Day AND e.At2 < DATEADD(day, 1, @Day) THEN 1 ELSE 0 END,
           CASE WHEN CAST(e.At2 AS datetime) BETWEEN @Day AND @end THEN 1 ELSE 0 END,
           DATEADD(hour, DATEDIFF(hour, 0, e.At2), 0)
    FROM   dbo.RawEvent AS e;
END
GO
