CREATE SCHEMA fin
GO
CREATE TABLE fin.PaymentIn (PayNo int NOT NULL, ItemNo int NULL, Amount decimal(10,2) NOT NULL, PaidOn date NULL)
GO
CREATE TABLE fin.Payment (PayNo int NOT NULL PRIMARY KEY, ItemNo int NULL, Amount decimal(10,2) NOT NULL, PaidOn date NOT NULL)
GO
CREATE TABLE fin.OpenItem (ItemNo int NOT NULL PRIMARY KEY, Amount decimal(10,2) NOT NULL, LastPaid date NULL)
GO
CREATE TABLE fin.ErrorLog (ErrorProc sysname NULL, ErrorNo int NULL, ErrorText nvarchar(2000) NULL)
