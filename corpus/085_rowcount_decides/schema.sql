CREATE TABLE dbo.QuotaUse (TeamNo int NOT NULL, Used int NULL)
GO
CREATE TABLE dbo.Quota (TeamNo int NOT NULL PRIMARY KEY, Quota int NOT NULL, Used int NOT NULL DEFAULT 0)
GO
CREATE TABLE dbo.QuotaInfo (InfoKey varchar(10) NOT NULL PRIMARY KEY, TotalUsed int NULL, Touched int NULL)
