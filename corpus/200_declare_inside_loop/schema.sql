CREATE TABLE dbo.LoopIn (N int NOT NULL, Txt varchar(10) NULL)
GO
CREATE TABLE dbo.LoopOut (N int NOT NULL, Kept varchar(50) NULL, Fresh varchar(50) NULL, Piled int NOT NULL)
