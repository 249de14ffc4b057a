CREATE TABLE dbo.Tag (TagNo int NOT NULL PRIMARY KEY, Label varchar(10) NULL, Weight int NOT NULL)
GO
CREATE TABLE dbo.TagLine (LineNo_ int NOT NULL PRIMARY KEY, Labels varchar(40) NULL, Points int NULL, Seen int NULL)
GO
