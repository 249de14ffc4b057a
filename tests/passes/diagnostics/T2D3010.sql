CREATE TABLE dbo.Landing (Id int NOT NULL, Name varchar(20) NULL);
GO
CREATE TABLE dbo.Clean (Id int NOT NULL, Name varchar(20) NULL);
GO
CREATE PROCEDURE dbo.LoadFile
AS
TRUNCATE TABLE dbo.Landing;
/*here*/BULK INSERT dbo.Landing FROM 'names.csv' WITH (FIRSTROW = 2, FIELDTERMINATOR = ',');
INSERT INTO dbo.Clean (Id, Name) SELECT Id, UPPER(Name) FROM dbo.Landing;
GO
