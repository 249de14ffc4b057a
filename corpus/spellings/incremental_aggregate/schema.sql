CREATE TABLE dbo.HitIn (Grp varchar(8) NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.Total (Grp varchar(8) NOT NULL PRIMARY KEY, Cnt int NOT NULL, Amount int NOT NULL)
