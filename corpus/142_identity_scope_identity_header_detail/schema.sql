CREATE TABLE dbo.Incoming (LineNumber int NOT NULL, Amount money NULL, Batch varchar(10) NOT NULL)
GO
CREATE TABLE dbo.BatchHeader (BatchId int IDENTITY(1,1) NOT NULL CONSTRAINT PK_BatchHeader PRIMARY KEY, BatchName varchar(10) NOT NULL, Total money NOT NULL, Cnt int NOT NULL)
GO
CREATE TABLE dbo.BatchLine (LineId bigint IDENTITY(500,1) NOT NULL, BatchId int NOT NULL, LineNumber int NOT NULL, Amount money NULL)
