CREATE TABLE stg.Visit (VisitId int NOT NULL PRIMARY KEY, Guest varchar(10) NOT NULL, Day date NOT NULL)
GO
CREATE TABLE dw.Visit (VisitId int NOT NULL PRIMARY KEY, Guest varchar(10) NOT NULL, Day date NOT NULL, Stay int NULL)
GO
CREATE TABLE dw.Stay (Guest varchar(10) NOT NULL, Stay int NOT NULL, FirstDay date NOT NULL, Days int NOT NULL, PRIMARY KEY (Guest, Stay))
