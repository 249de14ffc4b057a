CREATE TABLE dbo.S (Code varchar(5) PRIMARY KEY, V int);
CREATE TABLE dbo.T (Code varchar(5) NOT NULL PRIMARY KEY, V int, Changes int NOT NULL DEFAULT 0);
GO
CREATE PROCEDURE dbo.P AS
UPDATE t SET V = s.V, Changes = t.Changes + 1 FROM dbo.T t INNER JOIN dbo.S s ON s.Code = t.Code WHERE s.V <> t.V;
INSERT INTO dbo.T (Code, V) SELECT s.Code, s.V FROM dbo.S s WHERE NOT EXISTS (SELECT 1 FROM dbo.T t WHERE t.Code = s.Code);
