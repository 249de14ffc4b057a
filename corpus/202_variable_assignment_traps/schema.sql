CREATE TABLE dbo.Kv (K varchar(10) NOT NULL, V varchar(20) NULL, N decimal(10,4) NULL, Ord int NOT NULL)
GO
CREATE TABLE dbo.AssignOut (What varchar(12) NOT NULL, Txt varchar(30) NULL, Num decimal(12,4) NULL)
