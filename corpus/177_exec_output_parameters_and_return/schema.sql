CREATE TABLE dbo.Till (TillNo int NOT NULL, Day_ date NOT NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE dbo.DayTotal (Day_ date NOT NULL, RowCount_ int NOT NULL, Total decimal(12,2) NULL)
GO
CREATE TABLE dbo.DayIssue (Day_ date NOT NULL, Code int NOT NULL, RowCount_ int NOT NULL)
