CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE SEQUENCE dw.VoucherSeq AS int START WITH 500 INCREMENT BY 5
GO
CREATE TABLE stg.Voucher (Code varchar(8) NULL, Channel varchar(6) NOT NULL, Amount decimal(8,2) NULL, Revoked bit NOT NULL DEFAULT 0)
GO
CREATE TABLE dw.Voucher (VoucherKey int NOT NULL DEFAULT NEXT VALUE FOR dw.VoucherSeq, Code varchar(8) NOT NULL, Amount decimal(8,2) NOT NULL)
GO
CREATE TABLE dw.Rejected (Code varchar(8) NULL, Reason varchar(20) NOT NULL)
