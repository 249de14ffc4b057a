CREATE TABLE dbo.Wide (A int NULL, B varchar(5) NULL, C varchar(5) NULL, D int NULL)
GO
CREATE TABLE dbo.RowKey (A int NULL, Joined varchar(100) NULL, Listed varchar(100) NULL, FirstText varchar(10) NULL, Chosen varchar(10) NULL)
