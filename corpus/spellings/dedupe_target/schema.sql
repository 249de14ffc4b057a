CREATE TABLE dbo.Address (AddressNo int NOT NULL PRIMARY KEY, Owner_ varchar(10) NOT NULL, Street varchar(20) NULL)
