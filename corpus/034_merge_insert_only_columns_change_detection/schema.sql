CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Vehicle (Vin varchar(17) NOT NULL, Plate varchar(10) NULL, Colour varchar(10) NULL, Mileage int NULL, SeenOn date NOT NULL)
GO
CREATE TABLE dw.Vehicle (Vin varchar(17) NOT NULL PRIMARY KEY, Plate varchar(10) NULL, Colour varchar(10) NULL, Mileage int NULL, FirstSeen date NOT NULL, LastChange date NULL, Changes smallint NOT NULL)
