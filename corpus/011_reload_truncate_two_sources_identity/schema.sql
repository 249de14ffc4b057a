CREATE SCHEMA crm
GO
CREATE SCHEMA mart
GO
CREATE TABLE crm.Customer (CustNo int NOT NULL PRIMARY KEY, CustName nvarchar(40) NULL, TaxNo varchar(12) NULL)
GO
CREATE TABLE crm.Supplier (SuppNo int NOT NULL PRIMARY KEY, SuppName nvarchar(40) NULL, TaxNo varchar(12) NULL, Closed date NULL)
GO
CREATE TABLE mart.Partner (
  PartnerId int IDENTITY(100,10) NOT NULL,
  Kind char(1) NOT NULL,
  SourceNo int NOT NULL,
  PartnerName nvarchar(40) NOT NULL,
  TaxNo varchar(12) NULL,
  IsBoth bit NOT NULL CONSTRAINT DF_Partner_IsBoth DEFAULT (0),
  CONSTRAINT PK_Partner PRIMARY KEY CLUSTERED (PartnerId)
)
