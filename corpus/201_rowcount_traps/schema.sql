CREATE TABLE dbo.TrapIn (K int NOT NULL, V int NULL)
GO
CREATE TABLE dbo.TrapRow (K int NOT NULL, V int NULL)
GO
CREATE TABLE dbo.Trap (What varchar(20) NOT NULL, N int NULL)
