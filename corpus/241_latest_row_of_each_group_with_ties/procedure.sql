CREATE PROCEDURE dbo.LatestReadings
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dbo.Latest;
    INSERT INTO dbo.Latest (Id, Meter, Value)
    SELECT TOP 1 WITH TIES r.Id, r.Meter, r.Value
    FROM dbo.Reading AS r
    WHERE r.Value > 0
    ORDER BY ROW_NUMBER() OVER (PARTITION BY r.Meter ORDER BY r.ReadOn DESC, r.Id DESC);

    TRUNCATE TABLE dbo.Podium;
    INSERT INTO dbo.Podium (Id, Place)
    SELECT TOP (1) WITH TIES Id, RANK() OVER (PARTITION BY Meter ORDER BY Value DESC) AS Place
    FROM dbo.Reading
    ORDER BY Place;
END
GO
