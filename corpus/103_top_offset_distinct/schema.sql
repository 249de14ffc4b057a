CREATE SCHEMA race
GO
CREATE SCHEMA rpt
GO
CREATE TABLE race.Result (Bib int NOT NULL PRIMARY KEY, Club varchar(10) NULL, Sec int NULL)
GO
CREATE TABLE rpt.Podium (Kind varchar(10) NOT NULL, Bib int NULL, Club varchar(10) NULL, Sec int NULL)
