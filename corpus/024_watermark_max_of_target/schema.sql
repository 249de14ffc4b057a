CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.MeterRead (MeterNo varchar(10) NOT NULL, ReadAt datetime2(0) NULL, Kwh decimal(12,1) NULL)
GO
CREATE TABLE dw.MeterRead (MeterNo varchar(10) NOT NULL, ReadAt datetime2(0) NOT NULL, Kwh decimal(12,1) NULL, ReadDay date NOT NULL, CONSTRAINT PK_MeterRead PRIMARY KEY (MeterNo, ReadAt))
