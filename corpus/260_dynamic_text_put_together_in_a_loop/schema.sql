CREATE TABLE dbo.Sale (Shop int NULL, SoldOn date NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE dbo.Quarters (Shop int NULL, Q1 decimal(10,2) NULL, Q2 decimal(10,2) NULL, Q3 decimal(10,2) NULL, Q4 decimal(10,2) NULL)
