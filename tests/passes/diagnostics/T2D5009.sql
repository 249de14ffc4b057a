CREATE TABLE dbo.Source (Id int NOT NULL);
GO
CREATE TABLE dbo.Middle (Id int NOT NULL, Text varchar(max) NULL);
GO
CREATE TABLE dbo.Final (Id int NOT NULL);
GO
CREATE PROCEDURE dbo.LoadMiddle
AS
TRUNCATE TABLE dbo.Middle;
INSERT INTO dbo.Middle (Id, Text) SELECT Id, /*here*/SOUNDEX(Id) FROM dbo.Source;
GO
CREATE PROCEDURE dbo.LoadFinal
AS
TRUNCATE TABLE dbo.Final;
INSERT INTO dbo.Final (Id) SELECT Id FROM dbo.Middle;
GO
