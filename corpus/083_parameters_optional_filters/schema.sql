CREATE SCHEMA ops
GO
CREATE SCHEMA rpt
GO
CREATE TABLE ops.Trip (TripNo int NOT NULL PRIMARY KEY, Driver varchar(10) NULL, Kind varchar(6) NULL, TripDay date NULL, Km decimal(7,1) NULL)
GO
CREATE TABLE rpt.Trip (TripNo int NOT NULL, Driver varchar(10) NOT NULL, Km decimal(7,1) NOT NULL, Filter_ varchar(60) NULL)
