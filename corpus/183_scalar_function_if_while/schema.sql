CREATE TABLE dbo.CardIn (Card varchar(20) NULL)
GO
CREATE TABLE dbo.Scored (Card varchar(20) NULL, Total int NULL, Grade varchar(10) NULL)
