CREATE TABLE dbo.CustomerIn (Code varchar(8) NOT NULL PRIMARY KEY, City varchar(20) NULL, Credit int NULL)
GO
CREATE TABLE dbo.Customer (Code varchar(8) NOT NULL PRIMARY KEY, City varchar(20) NULL, Credit int NULL)
