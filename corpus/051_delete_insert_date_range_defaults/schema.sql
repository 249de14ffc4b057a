CREATE SCHEMA feed
GO
CREATE SCHEMA dw
GO
CREATE TABLE feed.Visit (VisitId int NOT NULL, VisitAt datetime NULL, Ward varchar(5) NULL, Minutes int NULL)
GO
CREATE TABLE dw.Visit (VisitId int NOT NULL, VisitAt datetime NOT NULL, Ward varchar(5) NULL, Hours decimal(6,2) NULL)
