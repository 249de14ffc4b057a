CREATE TABLE stg.Code (Id int NOT NULL PRIMARY KEY, Code varchar(10) COLLATE Latin1_General_BIN2 NULL, Word nvarchar(20) COLLATE Latin1_General_CS_AS NULL, Plain varchar(10) NULL)
GO
CREATE TABLE dw.Code (Code varchar(10) COLLATE Latin1_General_BIN2 NOT NULL PRIMARY KEY, Times int NOT NULL, Last int NULL)
GO
CREATE TABLE dw.Word (Place int NOT NULL, Word nvarchar(20) COLLATE Latin1_General_CS_AS NULL, Least varchar(10) NULL)
GO
CREATE TABLE dw.Found (What varchar(30) NOT NULL, Id int NULL, Text nvarchar(20) NULL)
