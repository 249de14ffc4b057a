CREATE SCHEMA stg
GO
CREATE TABLE stg.Arrived (Ref varchar(12) NOT NULL, Seen datetime2(0) NOT NULL)
GO
CREATE TABLE stg.Known (Ref varchar(12) NOT NULL)
GO
CREATE TABLE stg.Parked (ParkNo int IDENTITY(-1,-1) NOT NULL, Ref varchar(12) NOT NULL, FirstSeen datetime2(0) NOT NULL)
