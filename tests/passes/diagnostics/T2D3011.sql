CREATE TABLE sap.Material (Code varchar(18) COLLATE Latin1_General_CI_AI NOT NULL, Name nvarchar(40) COLLATE Latin1_General_CI_AS NULL);
GO
CREATE TABLE dbo.Material (Code varchar(18) NOT NULL, Names int NOT NULL);
GO
CREATE PROCEDURE dbo.LoadMaterial
AS
TRUNCATE TABLE dbo.Material;
INSERT INTO dbo.Material (Code, Names) SELECT Code, COUNT(Name) FROM /*here*/sap.Material GROUP BY Code;
GO
