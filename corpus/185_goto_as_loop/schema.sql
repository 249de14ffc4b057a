CREATE TABLE dbo.Whole (Id int NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.Piece (Id int NOT NULL, Nth int NOT NULL, Amount int NOT NULL)
