CREATE TABLE dbo.VisitIn (Page varchar(20) NULL, Hits int NULL)
GO
CREATE TABLE dbo.Visit (Page varchar(20) NULL, Hits int NULL)
