CREATE SCHEMA hr
GO
CREATE TABLE hr.Request_ (EmpNo int NOT NULL, FromDay date NOT NULL, ToDay date NULL)
GO
CREATE TABLE hr.PublicHoliday (Day_ date NOT NULL)
GO
CREATE TABLE hr.Absence (EmpNo int NOT NULL, Day_ date NOT NULL, NthDay int NOT NULL)
