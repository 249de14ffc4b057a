CREATE SCHEMA sales
GO
CREATE TABLE sales.InHead (ExtRef varchar(10) NOT NULL, Customer int NULL)
GO
CREATE TABLE sales.InItem (ExtRef varchar(10) NOT NULL, Pos smallint NOT NULL, Sku varchar(8) NOT NULL)
GO
CREATE TABLE sales.Cancelled (ExtRef varchar(10) NULL)
GO
CREATE TABLE sales.OrderHead (OrderId int IDENTITY(1,1) PRIMARY KEY, ExtRef varchar(10) NOT NULL, Customer int NULL)
GO
CREATE TABLE sales.OrderItem (ItemId int IDENTITY(1,1) PRIMARY KEY, OrderId int NOT NULL, Pos smallint NOT NULL, Sku varchar(8) NOT NULL)
