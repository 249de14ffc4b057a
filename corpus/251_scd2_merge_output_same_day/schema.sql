CREATE SCHEMA dw
GO
CREATE SCHEMA stg
GO
CREATE TABLE stg.Employee (BadgeNo char(6) NOT NULL, FullName nvarchar(50) NULL, Dept varchar(10) NULL, Grade varchar(4) NULL, ChangedOn date NOT NULL, LeaveDate date NULL)
CREATE TABLE dw.DimEmployee (EmployeeKey int IDENTITY(100,1) NOT NULL CONSTRAINT PK_DimEmployee PRIMARY KEY, BadgeNo char(6) NOT NULL, FullName nvarchar(50) NULL, Dept varchar(10) NOT NULL, Grade varchar(4) NULL, StartDate date NOT NULL, EndDate date NULL, CurrentFlag char(1) NOT NULL, ChangeReason varchar(20) NULL)
CREATE TABLE dw.DimEmployeeChange (BadgeNo char(6) NOT NULL, MergeAction nvarchar(10) NOT NULL, OldDept varchar(10) NULL, NewDept varchar(10) NULL, OldGrade varchar(4) NULL, ChangedOn date NULL)
