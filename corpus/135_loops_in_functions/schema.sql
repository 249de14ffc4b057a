CREATE TABLE dbo.Account (AccountNo varchar(12) NOT NULL PRIMARY KEY, Saved int NULL, Months int NOT NULL)
GO
CREATE TABLE dbo.AccountOut (AccountNo varchar(12) NOT NULL PRIMARY KEY, DigitSum int NULL, Balance int NULL, FirstMonth int NULL)
GO
