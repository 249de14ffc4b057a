CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Employee (EmpNo int NOT NULL PRIMARY KEY, FullName nvarchar(40) NOT NULL, Team varchar(10) NULL, Grade tinyint NULL, SnapshotDate date NOT NULL)
GO
CREATE TABLE dw.DimEmployee (
    EmployeeKey int IDENTITY(1,1) NOT NULL PRIMARY KEY,
    EmpNo int NOT NULL, FullName nvarchar(40) NOT NULL, Team varchar(10) NULL, Grade tinyint NULL,
    ValidFrom date NOT NULL, ValidTo date NOT NULL CONSTRAINT DF_DimEmployee_ValidTo DEFAULT ('9999-12-31'), IsCurrent bit NOT NULL DEFAULT (1))
