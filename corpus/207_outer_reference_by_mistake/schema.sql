CREATE TABLE dbo.KeepIn (KeepId int NULL, Txt varchar(10) NULL)
GO
CREATE TABLE dbo.Doomed (DoomedId int NOT NULL)
GO
CREATE TABLE dbo.Keep (KeepId int NULL, Txt varchar(10) NULL)
