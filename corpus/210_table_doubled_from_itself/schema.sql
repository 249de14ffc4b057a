CREATE TABLE dbo.Delivery (Acc int NOT NULL, Month_ date NOT NULL, Delta decimal(9,2) NULL)
GO
CREATE TABLE dbo.MonthBalance (Acc int NOT NULL, Month_ date NOT NULL, Bal decimal(9,2) NOT NULL)
