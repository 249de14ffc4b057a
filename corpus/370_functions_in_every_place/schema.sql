CREATE TABLE dbo.Item (Id int NOT NULL PRIMARY KEY, Grp char(1) NOT NULL, Name varchar(10) NULL, Amount int NULL);
CREATE TABLE dbo.Part (Id int NOT NULL, PartNo int NOT NULL, Amount int NULL, CONSTRAINT PK_Part PRIMARY KEY (Id, PartNo));
CREATE TABLE dbo.Setting (Name varchar(10) NOT NULL PRIMARY KEY, TopAmount int NOT NULL);
CREATE TABLE dbo.Report (Kind varchar(8) NOT NULL, Id int NOT NULL, Note varchar(10) NULL, Num int NULL);
