CREATE SCHEMA src
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Budget (Yr int NOT NULL, Dept varchar(5) NOT NULL, Amount decimal(12,2) NULL)
GO
CREATE TABLE src.YearLock (Yr int NOT NULL PRIMARY KEY, Locked bit NOT NULL)
GO
CREATE TABLE dw.Budget (Yr int NOT NULL, Dept varchar(5) NOT NULL, Amount decimal(12,2) NOT NULL)
GO
CREATE TABLE dw.BudgetLog (LogId int IDENTITY(1,1) NOT NULL PRIMARY KEY, Msg varchar(60) NOT NULL)
