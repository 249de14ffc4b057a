CREATE SCHEMA calc
GO
CREATE TABLE calc.Asset (AssetNo int NOT NULL PRIMARY KEY, Cost int NULL, Years int NULL, Scrap decimal(9,3) NULL, Fee money NULL)
GO
CREATE TABLE calc.AssetYear (AssetNo int NOT NULL, PerYear int NULL, Remainder int NULL, PerYearDec decimal(12,4) NULL, HalfTrap int NULL, HalfDec decimal(12,1) NULL, ScrapInt int NULL, ScrapRound decimal(9,2) NULL, Scrap10 decimal(9,1) NULL, ScrapCut decimal(9,2) NULL, Fl int NULL, Ce int NULL, FeeShare money NULL, Flag varchar(4) NOT NULL, Pct decimal(7,2) NULL)
