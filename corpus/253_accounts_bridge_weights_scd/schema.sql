CREATE SCHEMA dw
GO
CREATE SCHEMA src
GO
CREATE TABLE src.Ownership (AccountNo varchar(10) NOT NULL, CustomerNo int NOT NULL, Role varchar(10) NULL, SharePct decimal(5,2) NULL, ValidFrom date NOT NULL, ValidTo date NULL)
CREATE TABLE dw.BridgeCustomerAccount (AccountNo varchar(10) NOT NULL, CustomerNo int NOT NULL, Role varchar(10) NOT NULL, Weight decimal(7,4) NOT NULL, LoadNo int NOT NULL, CONSTRAINT PK_BCA PRIMARY KEY (AccountNo, CustomerNo))
CREATE TABLE dw.BridgeHistory (AccountNo varchar(10) NOT NULL, CustomerNo int NOT NULL, Weight decimal(7,4) NULL, LoadNo int NOT NULL, ReplacedIn int NOT NULL)
