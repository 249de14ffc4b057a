CREATE TABLE dbo.Sale (Region varchar(5) NOT NULL, Amount int NOT NULL)
GO
CREATE TABLE dbo.Ranking (Id int IDENTITY(1,1) NOT NULL, Region varchar(5) NOT NULL, Amount int NOT NULL, Running int NULL)
