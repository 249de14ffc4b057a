CREATE TABLE dw.Orders (OrderId int NOT NULL PRIMARY KEY, Customer varchar(10) NULL, Amount decimal(9,2) NULL, Closed bit NOT NULL);
CREATE TABLE dw.Old (OrderId int NOT NULL, Customer varchar(10) NULL, Amount decimal(9,2) NULL, Reason varchar(20) NULL);
CREATE TABLE dw.Raised (Customer varchar(10) NULL, Orders int NOT NULL, Extra decimal(9,2) NULL);
CREATE TABLE stg.Blocked (Customer varchar(10) NOT NULL PRIMARY KEY);
