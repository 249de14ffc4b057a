CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Project (ProjectNo int NOT NULL PRIMARY KEY, Budget int NULL)
GO
CREATE TABLE stg.ProjectStaff (ProjectNo int NOT NULL, EmpNo int NULL)
GO
CREATE TABLE dw.DimStaffGroup (GroupKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Members varchar(100) NOT NULL UNIQUE)
GO
CREATE TABLE dw.BridgeStaffGroup (GroupKey int NOT NULL, EmpNo int NOT NULL, Weight decimal(5,4) NOT NULL, PRIMARY KEY (GroupKey, EmpNo))
GO
CREATE TABLE dw.FactProject (ProjectNo int NOT NULL PRIMARY KEY, GroupKey int NOT NULL, Budget int NOT NULL)
