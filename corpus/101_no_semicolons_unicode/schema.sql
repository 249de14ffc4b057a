CREATE TABLE dbo.Verträge (Nummer int NOT NULL PRIMARY KEY, Straße nvarchar(40) NULL, Größe int NULL, Ort nvarchar(20) NULL)
GO
CREATE TABLE dbo.Übersicht (Nummer int NOT NULL, Bezeichnung nvarchar(60) NULL, [Preis €] decimal(9,2) NULL, Klasse nvarchar(10) NULL)
