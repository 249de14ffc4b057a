CREATE TABLE dbo.Cfg (Rounds int NULL)
GO
CREATE TABLE dbo.Pool (Id int NOT NULL, Txt varchar(10) NULL)
GO
CREATE TABLE dbo.Collected (Src int NOT NULL, Txt varchar(20) NULL)
