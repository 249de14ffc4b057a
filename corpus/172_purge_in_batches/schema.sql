CREATE TABLE dbo.Clock (Today date NOT NULL)
GO
CREATE TABLE dbo.EventLog (Id int NOT NULL, At date NULL, Txt varchar(20) NULL)
GO
CREATE TABLE dbo.PurgeRun (Today date NULL, Deleted int NOT NULL, Rounds int NOT NULL)
