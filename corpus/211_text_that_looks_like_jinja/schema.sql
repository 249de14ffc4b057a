CREATE TABLE dbo.TemplateIn (Id int NOT NULL, Txt nvarchar(100) NULL)
GO
CREATE TABLE dbo.Template (Id int NOT NULL, [{{Body}}] nvarchar(200) NULL, [it's quoted] varchar(60) NOT NULL, Kind varchar(20) NULL)
