CREATE TABLE dbo.Region (Code varchar(5) NULL, Title varchar(20) NULL)
GO
CREATE TABLE dbo.Picked (Code varchar(5) NOT NULL, Way varchar(6) NOT NULL)
