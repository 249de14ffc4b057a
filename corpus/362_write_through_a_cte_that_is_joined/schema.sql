CREATE TABLE stg.Payment (PaymentId int NOT NULL PRIMARY KEY, Account varchar(10) NOT NULL, Amount decimal(10,2) NOT NULL)
GO
CREATE TABLE stg.Closed (Account varchar(10) NOT NULL)
GO
CREATE TABLE dw.Account (Account varchar(10) NOT NULL PRIMARY KEY, Region varchar(10) NULL, Balance decimal(12,2) NOT NULL, Paid int NULL)
GO
CREATE TABLE dw.Contact (ContactId int NOT NULL PRIMARY KEY, Account varchar(10) NOT NULL, Mail varchar(40) NULL)
GO
CREATE TABLE dw.Note (Account varchar(10) NOT NULL, Text varchar(40) NULL)
GO
CREATE VIEW dw.OpenAccount AS SELECT Account, Region, Balance FROM dw.Account WHERE Balance > 0
