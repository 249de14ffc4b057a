CREATE TABLE dbo.Entry (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Posted (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Batch (Id int NOT NULL PRIMARY KEY, Status varchar(10) NOT NULL);
