CREATE SCHEMA hr
GO
CREATE TABLE hr.Staff (EmpNo varchar(8) NOT NULL, Hired date NOT NULL)
GO
CREATE TABLE hr.Badge (BadgeNo int IDENTITY(1000,10) NOT NULL, EmpNo varchar(8) NOT NULL, Hired date NOT NULL)
