CREATE SCHEMA crm
GO
CREATE SCHEMA erp
GO
CREATE SCHEMA web
GO
CREATE SCHEMA mdm
GO
CREATE TABLE crm.Person (Email varchar(40) NULL, FullName nvarchar(40) NULL, Phone varchar(15) NULL, ChangedOn date NULL)
GO
CREATE TABLE erp.Contact (EMail varchar(40) NULL, First_Name nvarchar(20) NULL, Last_Name nvarchar(20) NULL, Tel varchar(15) NULL, ModDate datetime NULL)
GO
CREATE TABLE web.Signup (Email varchar(40) NULL, Nick nvarchar(20) NULL, SignedUp datetime2(0) NULL)
GO
CREATE TABLE mdm.Contact (Email varchar(40) NOT NULL PRIMARY KEY, FullName nvarchar(45) NULL, Phone varchar(15) NULL, ChangedOn date NULL, System_ char(3) NOT NULL, Sources int NOT NULL)
