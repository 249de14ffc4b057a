CREATE TABLE dbo.RunInfo (RunDate date NOT NULL)
GO
CREATE TABLE dbo.EmployeeSrc (EmpId int NOT NULL, FullName nvarchar(30) NULL, Dept varchar(10) NULL)
GO
CREATE TABLE dbo.DimEmployee (EmpId int NOT NULL, FullName nvarchar(30) NULL, Dept varchar(10) NULL, FromDate date NOT NULL, ToDate date NOT NULL, IsActive char(1) NOT NULL)
