CREATE SCHEMA prod
GO
CREATE TABLE prod.Link (Parent varchar(5) NOT NULL, Child varchar(5) NOT NULL, Qty int NOT NULL, Active bit NOT NULL DEFAULT 1)
GO
CREATE TABLE prod.BomFlat (RootPart varchar(5) NOT NULL, Part varchar(5) NOT NULL, Lvl int NOT NULL, Qty int NOT NULL, PathText varchar(100) NOT NULL)
GO
CREATE TABLE prod.BomNeed (RootPart varchar(5) NOT NULL, Part varchar(5) NOT NULL, Qty int NOT NULL, IsLeaf bit NOT NULL)
