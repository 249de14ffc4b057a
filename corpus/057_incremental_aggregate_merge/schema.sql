CREATE SCHEMA web
GO
CREATE TABLE web.Hit (BatchNo int NOT NULL, Page varchar(20) NULL, HitAt datetime2(0) NOT NULL, Ms int NULL)
GO
CREATE TABLE web.PageStats (HitDay date NOT NULL, Page varchar(20) NULL, Hits int NOT NULL, TotalMs bigint NOT NULL, TimedHits int NOT NULL, AvgMs decimal(10,2) NULL, FirstHit datetime2(0) NOT NULL, LastHit datetime2(0) NOT NULL, LastBatch int NOT NULL)
