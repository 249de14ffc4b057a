CREATE SCHEMA fin
GO
CREATE TABLE fin.Posting (PostingId int NOT NULL PRIMARY KEY, PostedOn date NOT NULL, CostCentre int NULL, Amount decimal(12,2) NULL, Kind char(2) NULL)
GO
CREATE TABLE fin.CostMonth (Period int NOT NULL, CostCentre int NOT NULL, Amount decimal(14,2) NULL, Postings int NOT NULL, LastPosted date NULL, CONSTRAINT PK_CostMonth PRIMARY KEY (Period, CostCentre))
