CREATE TABLE stg.Sale (SaleId int NOT NULL PRIMARY KEY, Region varchar(10) NULL, Amount int NOT NULL);
CREATE TABLE ref.Region (Region varchar(10) NOT NULL PRIMARY KEY);
CREATE TABLE dw.RegionShare (Region varchar(10) NULL, Sales int NOT NULL, AllSales int NOT NULL, Regions int NOT NULL, Share decimal(5,2) NOT NULL, BestOfAll int NULL, Neighbours int NOT NULL);
