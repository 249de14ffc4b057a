CREATE TABLE dbo.Feed (Id int NOT NULL);
GO
CREATE TABLE dbo.Loaded (Id int NOT NULL, LoadedBy nvarchar(128) NULL);
GO
CREATE PROCEDURE dbo.LoadFeed
AS
INSERT INTO dbo.Loaded (Id, LoadedBy) SELECT Id, /*here*/SUSER_SNAME() FROM dbo.Feed;
GO
