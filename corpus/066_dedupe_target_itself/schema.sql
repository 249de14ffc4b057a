CREATE TABLE dbo.SensorFeed (SensorNo int NULL, HourNo int NOT NULL, Value decimal(8,2) NULL, Arrived int NOT NULL)
GO
CREATE TABLE dbo.Sensor (SensorNo int NULL, HourNo int NOT NULL, Value decimal(8,2) NULL, Arrived int NOT NULL)
