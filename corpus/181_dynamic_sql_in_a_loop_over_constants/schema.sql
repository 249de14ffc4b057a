CREATE TABLE dbo.Sales2021 (Id int NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.Sales2022 (Id int NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.Sales2023 (Id int NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.AllYears (Yr char(4) NOT NULL, Id int NOT NULL, Amount int NULL, Tag varchar(10) NOT NULL)
