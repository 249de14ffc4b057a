CREATE SCHEMA etl
GO
CREATE SCHEMA src
GO
CREATE SCHEMA dw
GO
CREATE TABLE src.Plant (PointNo int NOT NULL, Value int NULL)
GO
CREATE TABLE src.Office (PointNo int NOT NULL, Value int NULL)
GO
CREATE TABLE dw.Measure (Source_ varchar(10) NOT NULL, PointNo int NOT NULL, Value int NULL, Flag char(1) NULL)
