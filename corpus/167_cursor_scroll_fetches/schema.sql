CREATE TABLE dbo.Quote (QuoteNo int NOT NULL, Price decimal(9,2) NULL)
GO
CREATE TABLE dbo.PickedQuote (Pick varchar(12) NOT NULL, QuoteNo int NOT NULL, Price decimal(9,2) NULL)
