CREATE TABLE dbo.Line (LineNo_ int NOT NULL PRIMARY KEY, Txt varchar(60) NULL, Amount money NULL)
GO
CREATE TABLE dbo.LinePart (LineNo_ int NOT NULL, Place int NOT NULL, Part varchar(60) NULL, PRIMARY KEY (LineNo_, Place))
GO
CREATE TABLE dbo.LineCheck (LineNo_ int NOT NULL PRIMARY KEY, Shown varchar(30) NULL, Plain varchar(12) NULL, Second varchar(60) NULL)
