CREATE TABLE dbo.Revoked (Token varchar(10) NULL)
GO
CREATE TABLE dbo.Session_ (Token varchar(10) NULL, UserNo int NOT NULL)
