CREATE SCHEMA pay
GO
CREATE TABLE pay.Budget (Amount decimal(10,2) NOT NULL)
GO
CREATE TABLE pay.Leaver (EmpNo int NOT NULL)
GO
CREATE TABLE pay.Salary (EmpNo int NOT NULL PRIMARY KEY, Grade tinyint NULL, Amount decimal(10,2) NOT NULL, Raises int NOT NULL)
