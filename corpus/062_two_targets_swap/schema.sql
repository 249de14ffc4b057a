CREATE SCHEMA bench
GO
CREATE TABLE bench.Newcomer (WorkerNo int NOT NULL, Skill varchar(10) NULL)
GO
CREATE TABLE bench.Leaver (WorkerNo int NULL)
GO
CREATE TABLE bench.ShiftA (WorkerNo int NOT NULL, Skill varchar(10) NULL, Weeks int NOT NULL)
GO
CREATE TABLE bench.ShiftB (WorkerNo int NOT NULL, Skill varchar(10) NULL, Weeks int NOT NULL)
