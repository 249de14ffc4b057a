CREATE TABLE dbo.VendorIn (Code varchar(8) NOT NULL PRIMARY KEY, Name varchar(20) NULL)
GO
CREATE TABLE dbo.Vendor (Code varchar(8) NOT NULL PRIMARY KEY, Name varchar(20) NULL, IsDeleted bit NOT NULL)
