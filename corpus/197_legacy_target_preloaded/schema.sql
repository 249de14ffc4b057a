CREATE SCHEMA crm
GO
CREATE TABLE crm.AccountFeed (AccNo varchar(10) NOT NULL, Owner_ nvarchar(20) NULL)
GO
CREATE TABLE crm.Account (AccNo varchar(10) NULL, Owner_ nvarchar(20) NULL, LegacyNote varchar(20) NULL, Status char(1) NOT NULL CONSTRAINT DF_Status DEFAULT ('A'))
