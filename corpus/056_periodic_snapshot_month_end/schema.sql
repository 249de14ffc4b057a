CREATE SCHEMA core
GO
CREATE SCHEMA dw
GO
CREATE TABLE core.BusinessDate (Id int NOT NULL PRIMARY KEY, BusinessDate date NOT NULL)
GO
CREATE TABLE core.Loan (LoanNo int NOT NULL PRIMARY KEY, Balance decimal(12,2) NULL, Overdue decimal(12,2) NULL, ClosedOn date NULL)
GO
CREATE TABLE dw.LoanSnapshot (SnapshotDate date NOT NULL, LoanNo int NOT NULL, Balance decimal(12,2) NOT NULL, BalanceChange decimal(12,2) NULL, ArrearsMonths int NOT NULL, PRIMARY KEY (SnapshotDate, LoanNo))
