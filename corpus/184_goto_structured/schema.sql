CREATE TABLE dbo.NightIn (K int NULL, V varchar(10) NULL)
GO
CREATE TABLE dbo.NightRows (K int NOT NULL, V varchar(10) NULL)
GO
CREATE TABLE dbo.NightLog (Txt varchar(20) NOT NULL, Cnt int NOT NULL)
