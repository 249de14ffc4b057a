CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Shipment (ShipNo int NOT NULL, ShipDate date NOT NULL, CustNo int NULL, Sku varchar(8) NULL, CarrierCode char(3) NULL, CarrierName varchar(20) NULL, Amount decimal(10,2) NULL, Cur char(3) NULL)
GO
CREATE TABLE dw.DimCustomer (CustomerKey int NOT NULL PRIMARY KEY, CustNo int NOT NULL, ValidFrom date NOT NULL, ValidTo date NOT NULL)
GO
CREATE TABLE dw.DimProduct (ProductKey int NOT NULL PRIMARY KEY, Sku varchar(8) NOT NULL)
GO
CREATE TABLE dw.DimCarrier (CarrierKey int NOT NULL PRIMARY KEY, CarrierCode char(3) NULL, CarrierName varchar(20) NOT NULL)
GO
CREATE TABLE dw.Rate (Cur char(3) NOT NULL, MonthKey int NOT NULL, Rate decimal(9,4) NOT NULL)
GO
CREATE TABLE dw.FactShipment (ShipNo int NOT NULL, DateKey int NOT NULL, CustomerKey int NOT NULL, ProductKey int NOT NULL, CarrierKey int NOT NULL, Amount decimal(12,2) NULL)
