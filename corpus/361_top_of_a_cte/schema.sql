CREATE TABLE stg.Hit (HitId int NOT NULL, Page varchar(20) NOT NULL)
GO
CREATE TABLE dw.Hit (Page varchar(20) NOT NULL, Day date NOT NULL, State varchar(10) NULL)
GO
CREATE TABLE dw.Page (Page varchar(20) NOT NULL PRIMARY KEY, Hits int NOT NULL)
