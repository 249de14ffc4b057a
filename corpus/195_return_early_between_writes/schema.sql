CREATE TABLE dbo.Feed (K int NOT NULL, V int NULL)
GO
CREATE TABLE dbo.Freeze (Frozen bit NULL)
GO
CREATE TABLE dbo.Staged (K int NOT NULL, V int NULL)
GO
CREATE TABLE dbo.Published (K int NOT NULL, Total int NULL)
GO
CREATE TABLE dbo.RunState (Step varchar(10) NOT NULL)
