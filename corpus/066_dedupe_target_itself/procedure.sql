CREATE PROCEDURE dbo.usp_LoadSensor AS
BEGIN
SET NOCOUNT ON;

INSERT INTO dbo.Sensor
SELECT SensorNo, HourNo, Value, Arrived FROM dbo.SensorFeed WITH (NOLOCK);

WITH cte AS
(
    SELECT SensorNo, HourNo, Value, Arrived,
           ROW_NUMBER() OVER (PARTITION BY SensorNo, HourNo ORDER BY Arrived DESC, Value DESC) AS RowNum
    FROM dbo.Sensor
)
DELETE FROM cte
WHERE RowNum > 1;
END
GO
