CREATE TABLE stg.Visit (Guest varchar(10) NOT NULL, CameAt varchar(30) NULL, CameOn varchar(30) NULL);
CREATE TABLE dbo.Visit (VisitId int IDENTITY(1, 1) NOT NULL PRIMARY KEY, Guest varchar(10) NOT NULL, CameAt datetime NULL, CameOn date NULL);
