CREATE TABLE dbo.Movement (Account varchar(6) NOT NULL, Seq int NOT NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE dbo.Balance (Account varchar(6) NOT NULL, Seq int NOT NULL, Balance decimal(12,2) NOT NULL, Cut bit NOT NULL)
