CREATE SCHEMA hr
GO
CREATE SCHEMA dw
GO
CREATE TABLE hr.Timesheet (EmpNo int NOT NULL, WorkDay date NOT NULL, Hours decimal(5,2) NULL, IsWeekend bit NOT NULL)
GO
CREATE TABLE hr.Contract (EmpNo int NOT NULL PRIMARY KEY, BaseRate decimal(7,2) NULL)
GO
CREATE TABLE dw.TimesheetFact (EmpNo int NOT NULL, Hours decimal(7,2) NOT NULL, Pay decimal(12,2) NULL, Days int NOT NULL)
