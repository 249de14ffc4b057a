CREATE SCHEMA crm
GO
CREATE TABLE crm.Account (AccNo int NOT NULL PRIMARY KEY, Phone1 varchar(10) NULL, Phone2 varchar(10) NULL, D1 date NULL, D2 date NULL, D3 date NULL)
GO
CREATE TABLE crm.Contact (ContactId int NOT NULL PRIMARY KEY, AccNo int NOT NULL, ContactDay date NULL, Topic varchar(10) NULL)
GO
CREATE TABLE crm.AccountContact (AccNo int NOT NULL, LastTopic varchar(10) NULL, LastDay date NULL, LatestDate date NULL, Phones int NOT NULL, OldestId int NULL)
