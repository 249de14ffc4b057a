CREATE TABLE dbo.Transfer_ (FromAcc int NULL, ToAcc int NULL)
GO
CREATE TABLE dbo.Flagged (Acc int NOT NULL)
GO
CREATE TABLE dbo.Exposure (Acc int NOT NULL, Distance int NOT NULL)
