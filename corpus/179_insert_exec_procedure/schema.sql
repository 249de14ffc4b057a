CREATE SCHEMA mart
GO
CREATE TABLE mart.Spend (Customer varchar(10) NULL, Amount decimal(10,2) NULL, Vip bit NULL)
GO
CREATE TABLE mart.TopCustomer (Customer varchar(10) NOT NULL, Amount decimal(12,2) NULL, Origin varchar(8) NOT NULL)
