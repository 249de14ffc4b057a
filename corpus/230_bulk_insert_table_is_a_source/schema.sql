CREATE TABLE dbo.PriceFile (Code varchar(5) NOT NULL, Amount varchar(10) NULL)
GO
CREATE TABLE dbo.Price (Code varchar(5) NOT NULL, Amount decimal(9, 2) NULL, Fingerprint binary(16) NULL, Short binary(4) NULL, Padded binary(18) NULL, Problem int NULL)
