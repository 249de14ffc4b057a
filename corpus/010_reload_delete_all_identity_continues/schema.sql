CREATE TABLE dbo.Article (ArticleNo varchar(8) NOT NULL PRIMARY KEY, GroupNo int NULL, ListPrice decimal(9,2) NULL, Blocked bit NOT NULL DEFAULT 0)
GO
CREATE TABLE dbo.ArticleGroup (GroupNo int NOT NULL PRIMARY KEY, GroupPrice decimal(9,2) NULL)
GO
CREATE TABLE dbo.PriceList (PriceId int IDENTITY(1,1) NOT NULL PRIMARY KEY, ArticleNo varchar(8) NOT NULL, Price decimal(9,2) NOT NULL, Origin char(1) NOT NULL)
