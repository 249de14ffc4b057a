CREATE TABLE dbo.SensorIn (Sensor varchar(5) NOT NULL, Day_ date NULL, Val int NULL, LoadNo int NOT NULL)
GO
CREATE TABLE dbo.SensorValue (Sensor varchar(5) NOT NULL, Day_ date NULL, Val int NULL, LoadNo int NOT NULL)
