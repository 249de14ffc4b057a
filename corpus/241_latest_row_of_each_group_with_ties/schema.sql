CREATE TABLE dbo.Reading (Id int NOT NULL PRIMARY KEY, Meter varchar(10) NULL, ReadOn date NOT NULL, Value int NOT NULL)
GO
CREATE TABLE dbo.Latest (Id int NOT NULL, Meter varchar(10) NULL, Value int NOT NULL)
GO
CREATE TABLE dbo.Podium (Id int NOT NULL, Place int NOT NULL)
GO
