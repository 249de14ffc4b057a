CREATE SCHEMA dw
GO
CREATE TABLE dw.ShipEvent (ShipNo int NOT NULL, Kind char(1) NOT NULL, At datetime2(0) NULL)
GO
CREATE TABLE dw.ShipmentTrack (ShipNo int NOT NULL PRIMARY KEY, Ordered datetime2(0) NULL, Packed datetime2(0) NULL, Delivered datetime2(0) NULL, HoursToPack int NULL, DaysTotal int NULL, Events int NOT NULL)
