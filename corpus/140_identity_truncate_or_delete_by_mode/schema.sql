CREATE TABLE dbo.TariffFeed (Code varchar(10) NOT NULL, Price decimal(9,2) NULL)
GO
CREATE TABLE dbo.ReloadMode (Mode varchar(5) NOT NULL)
GO
CREATE TABLE dbo.Tariff (TariffId int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL, Price decimal(9,2) NULL)
