CREATE TABLE dbo.StaffIn (EmpNo int NOT NULL, Dept varchar(10) NULL, Quit bit NULL)
GO
CREATE TABLE dbo.Staff (EmpNo int NOT NULL PRIMARY KEY, Dept varchar(10) NULL)
GO
CREATE TABLE dbo.StaffAudit (Act nvarchar(10) NOT NULL, EmpNo int NOT NULL, OldDept varchar(10) NULL, NewDept varchar(10) NULL)
