CREATE TABLE stg.Tag (Item varchar(10) NOT NULL, Place int NOT NULL, Tag varchar(20) NULL, Price decimal(9,2) NULL)
GO
CREATE TABLE dw.Item (Item varchar(10) NOT NULL PRIMARY KEY, Tags nvarchar(max) NULL, Marked nvarchar(max) NULL, Texts nvarchar(max) NULL)
GO
CREATE TABLE dw.Total (Total decimal(18,2) NULL, Groups int NULL, Names varchar(200) NULL, Dear varchar(200) NULL)
