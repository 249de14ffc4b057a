CREATE PROCEDURE dbo.LoadSensor AS
INSERT INTO dbo.SensorValue (Sensor, Day_, Val, LoadNo)
SELECT Sensor, Day_, Val, LoadNo FROM dbo.SensorIn;

;WITH ranked AS (
    SELECT ROW_NUMBER() OVER (PARTITION BY Sensor, Day_ ORDER BY LoadNo DESC, Val DESC, Sensor COLLATE Latin1_General_BIN2) AS rn
    FROM   dbo.SensorValue
)
DELETE FROM ranked WHERE rn > 1;
GO
