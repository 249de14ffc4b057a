CREATE SCHEMA src
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Truck (Plate varchar(8) NOT NULL PRIMARY KEY, Payload decimal(6,1) NULL, Depot varchar(3) NULL)
GO
CREATE TABLE dw.Fleet (Plate varchar(8) NOT NULL PRIMARY KEY, Payload decimal(6,1) NULL, Depot varchar(3) NOT NULL)
GO
CREATE TABLE dw.FleetSummary (Depot varchar(5) NOT NULL, Trucks int NOT NULL, Payload decimal(10,1) NULL, Average_ decimal(10,2) NULL)
