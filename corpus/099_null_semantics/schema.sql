CREATE SCHEMA chk
GO
CREATE TABLE chk.Pair (Id int NOT NULL PRIMARY KEY, A int NULL, B int NULL, Txt varchar(3) NULL)
GO
CREATE TABLE chk.Verdict (Kind varchar(20) NOT NULL, Id int NULL, Val varchar(20) NULL)
