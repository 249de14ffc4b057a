CREATE TABLE dbo.RateIn (Ccy char(3) NOT NULL, Rate decimal(12,6) NULL, Valid bit NOT NULL)
GO
CREATE TABLE dbo.Rate (Ccy char(3) NOT NULL PRIMARY KEY, Rate decimal(12,6) NULL, Changes int NOT NULL)
