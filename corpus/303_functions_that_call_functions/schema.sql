CREATE TABLE dbo.Item (Id int NOT NULL PRIMARY KEY, Name varchar(20) NULL, Parts int NULL);
CREATE TABLE dbo.Label (Id int NOT NULL PRIMARY KEY, Label varchar(20) NULL);
