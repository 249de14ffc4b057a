CREATE SCHEMA dm
GO
CREATE TABLE dm.Sale (SaleNo int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount decimal(10,2) NULL, Kind char(1) NULL)
GO
CREATE TABLE dm.Kpi (KpiName varchar(20) NOT NULL, NumValue decimal(12,2) NULL, TextValue varchar(30) NULL)
