CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.ClaimMove (ClaimNo int NOT NULL, Move varchar(8) NOT NULL, MoveDate date NOT NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE dw.FactClaimLifecycle (ClaimNo int NOT NULL PRIMARY KEY, ReportedOn date NULL, AssessedOn date NULL, ClosedOn date NULL, Paid decimal(12,2) NOT NULL DEFAULT (0), Reopened int NOT NULL, DaysOpen int NULL)
