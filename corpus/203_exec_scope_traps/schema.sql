CREATE TABLE dbo.ScopeIn (N int NULL)
GO
CREATE TABLE dbo.ScopeOut (What varchar(20) NOT NULL, N int NULL)
