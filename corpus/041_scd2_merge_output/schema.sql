CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Tariff (TariffCode varchar(6) NOT NULL PRIMARY KEY, Price decimal(9,4) NULL, Unit varchar(5) NULL, ValidFrom date NOT NULL)
GO
CREATE TABLE dw.DimTariff (TariffKey int IDENTITY(1,1) PRIMARY KEY, TariffCode varchar(6) NOT NULL, Price decimal(9,4) NULL, Unit varchar(5) NULL, ValidFrom date NOT NULL, ValidTo date NULL, IsCurrent bit NOT NULL)
