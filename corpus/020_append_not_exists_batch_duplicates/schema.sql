CREATE SCHEMA lab
GO
CREATE TABLE lab.ResultFeed (SampleId varchar(10) NULL, TestCode varchar(6) NOT NULL, TakenAt datetime NULL, Value decimal(10,3) NULL)
GO
CREATE TABLE lab.Result (SampleId varchar(10) NULL, TestCode varchar(6) NOT NULL, TakenAt datetime NULL, Value decimal(10,3) NULL, Flag char(1) NOT NULL)
