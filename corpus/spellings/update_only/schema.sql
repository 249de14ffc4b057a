CREATE TABLE dbo.ArticleIn (Sku varchar(8) NOT NULL PRIMARY KEY, Price decimal(9,2) NULL)
GO
CREATE TABLE dbo.Article (Sku varchar(8) NOT NULL PRIMARY KEY, Name varchar(20) NULL, Price decimal(9,2) NULL)
