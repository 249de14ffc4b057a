CREATE SCHEMA etl
GO
CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE etl.RunLog (RunId int IDENTITY(1,1) NOT NULL PRIMARY KEY, ProcName varchar(50) NOT NULL, RunNo int NOT NULL, StartedAt datetime NOT NULL DEFAULT GETDATE(), EndedAt datetime NULL, RowsRead int NULL, Status varchar(10) NOT NULL)
GO
CREATE TABLE etl.AuditRow (AuditId int IDENTITY(1,1) NOT NULL, ProcName varchar(50) NOT NULL, RunNo int NOT NULL, StepName varchar(20) NOT NULL, RowsAffected int NULL, WrittenAt datetime NOT NULL DEFAULT GETDATE())
GO
CREATE TABLE stg.Branch (BranchNo int NULL, City nvarchar(20) NULL)
GO
CREATE TABLE dw.DimBranch (BranchNo int NOT NULL PRIMARY KEY, City nvarchar(20) NOT NULL)
