CREATE TABLE dbo.Clock (Today date NOT NULL)
GO
CREATE TABLE dbo.EventLog (Id int NOT NULL PRIMARY KEY, At date NULL, Kind varchar(10) NULL, Archived bit NOT NULL, Weight int NULL)
GO
CREATE TABLE dbo.Message (MsgId int NOT NULL PRIMARY KEY, Status varchar(12) NOT NULL, Tries int NULL, Note varchar(20) NULL)
GO
CREATE TABLE dbo.HouseLog (Today date NOT NULL, Deleted int NOT NULL, Archived int NOT NULL, Failed int NOT NULL, LastCount int NULL)
