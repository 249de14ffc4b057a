CREATE SCHEMA org
GO
CREATE TABLE org.Unit (UnitId int NOT NULL PRIMARY KEY, ParentId int NULL, Code varchar(5) NOT NULL)
GO
CREATE TABLE org.UnitTree (UnitId int NOT NULL, RootId int NOT NULL, Depth int NOT NULL, Path_ varchar(100) NOT NULL, IsLeaf bit NOT NULL)
