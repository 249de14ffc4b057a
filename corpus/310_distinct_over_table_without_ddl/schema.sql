CREATE TABLE dbo.Region (Code varchar(5) NOT NULL, Name varchar(20) NULL);
CREATE TABLE dbo.RegionName (Name varchar(20) NULL);
