CREATE TABLE dbo.BalanceIn (Acc varchar(5) NOT NULL, Amount int NULL, Note varchar(10) NULL)
GO
CREATE TABLE dbo.Balance (Acc varchar(5) NOT NULL, Amount int NOT NULL, Note varchar(10) NULL, Hits int NOT NULL)
