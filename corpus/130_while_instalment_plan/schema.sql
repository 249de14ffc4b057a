CREATE SCHEMA fin
GO
CREATE TABLE fin.LoanTerm (LoanNo int NOT NULL PRIMARY KEY, Principal decimal(10,2) NOT NULL, RatePct decimal(5,2) NOT NULL, Instalment decimal(10,2) NOT NULL, SkipMonth int NULL)
GO
CREATE TABLE fin.PlanRow (LoanNo int NOT NULL, MonthNo int NOT NULL, Interest decimal(10,2) NOT NULL, Paid decimal(10,2) NOT NULL, Balance decimal(10,2) NOT NULL)
