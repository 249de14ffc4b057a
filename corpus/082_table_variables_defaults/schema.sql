CREATE SCHEMA cine
GO
CREATE SCHEMA rpt
GO
CREATE TABLE cine.Cinema (CinemaNo int NOT NULL PRIMARY KEY, Seats smallint NULL, IsOpen bit NULL)
GO
CREATE TABLE cine.Show (ShowNo int NOT NULL PRIMARY KEY, CinemaNo int NOT NULL, ShowDay date NOT NULL, Sold smallint NULL)
GO
CREATE TABLE rpt.SeatUsage (CinemaNo int NOT NULL PRIMARY KEY, Shows int NOT NULL, Sold int NOT NULL, Pct decimal(5,1) NULL, Label varchar(10) NOT NULL, BestDay date NULL)
