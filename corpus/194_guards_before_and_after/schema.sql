CREATE TABLE dbo.LedgerIn (EntryNo int NULL, Account char(4) NOT NULL, Amount decimal(12,2) NOT NULL)
GO
CREATE TABLE dbo.Ledger (EntryNo int NOT NULL, Account char(4) NOT NULL, Amount decimal(12,2) NOT NULL)
