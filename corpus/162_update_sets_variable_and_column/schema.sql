CREATE TABLE dbo.Payment (PayRef varchar(10) NOT NULL, Amount money NULL)
GO
CREATE TABLE dbo.Counter (Kind varchar(10) NOT NULL PRIMARY KEY, LastNo int NOT NULL)
GO
CREATE TABLE dbo.Receipt (ReceiptNo int NOT NULL, PrevNo int NULL, PayRef varchar(10) NOT NULL, Amount money NULL)
