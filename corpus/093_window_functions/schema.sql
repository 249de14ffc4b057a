CREATE SCHEMA tr
GO
CREATE TABLE tr.Stop (RunNo int NOT NULL, Seq int NOT NULL, Place varchar(10) NOT NULL, Km decimal(6,1) NULL, PRIMARY KEY (RunNo, Seq))
GO
CREATE TABLE tr.ServiceDay (RunNo int NOT NULL, DayOf date NOT NULL)
GO
CREATE TABLE tr.Leg (RunNo int NOT NULL, LegNo int NOT NULL, FromPlace varchar(10) NOT NULL, ToPlace varchar(10) NOT NULL, Km decimal(6,1) NULL, KmSoFar decimal(8,1) NULL, Pct decimal(5,1) NULL, StartPlace varchar(10) NULL)
GO
CREATE TABLE tr.Gap (RunNo int NOT NULL, FirstDay date NOT NULL, LastDay date NOT NULL, Days int NOT NULL, SincePrevious int NULL)
