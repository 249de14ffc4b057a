CREATE TABLE dbo.FeedA (Id int NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.FeedB (Id int NOT NULL, Cost int NULL)
GO
CREATE TABLE dbo.FeedCount (No int NOT NULL, Feed varchar(10) NOT NULL, N int NOT NULL, Total int NULL)
