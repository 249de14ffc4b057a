CREATE TABLE dbo.Caller (Name varchar(10) NOT NULL, Since int NULL)
GO
CREATE TABLE dbo.Waiting (Place int NOT NULL, Name varchar(10) NOT NULL, Since int NULL, Ahead int NOT NULL)
