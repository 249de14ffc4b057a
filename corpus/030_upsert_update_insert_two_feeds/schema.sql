CREATE SCHEMA sales
GO
CREATE TABLE sales.OwnFeed (AccNo varchar(8) NOT NULL PRIMARY KEY, AccName nvarchar(30) NULL, CreditLimit decimal(10,2) NULL)
GO
CREATE TABLE sales.PartnerFeed (AccNo varchar(8) NOT NULL PRIMARY KEY, CreditLimit decimal(10,2) NULL, Partner varchar(10) NULL)
GO
CREATE TABLE sales.Account (AccNo varchar(8) NOT NULL PRIMARY KEY, AccName nvarchar(30) NULL, CreditLimit decimal(10,2) NULL, Origin varchar(10) NOT NULL, Updates int NOT NULL DEFAULT 0)
