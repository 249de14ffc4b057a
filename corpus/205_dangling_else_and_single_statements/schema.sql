CREATE TABLE dbo.Setting (V int NULL)
GO
CREATE TABLE dbo.Taken (What varchar(20) NOT NULL)
