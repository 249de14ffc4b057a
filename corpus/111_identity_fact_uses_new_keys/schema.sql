CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Event (EventCode varchar(6) NOT NULL, EventName nvarchar(30) NULL, Starts date NULL)
GO
CREATE TABLE stg.Sale (SaleRef varchar(6) NOT NULL PRIMARY KEY, EventCode varchar(6) NULL, Seats int NOT NULL)
GO
CREATE TABLE dw.DimEvent (EventKey bigint IDENTITY(1000,1) NOT NULL PRIMARY KEY, EventCode varchar(6) NOT NULL, EventName nvarchar(30) NULL, Starts date NULL)
GO
CREATE TABLE dw.FactTicketSale (SaleId int IDENTITY(1,2) NOT NULL, SaleRef varchar(6) NOT NULL, EventKey bigint NOT NULL, Seats int NOT NULL)
