CREATE TABLE dbo.Ask (AskNo int NOT NULL, Pool varchar(5) NULL, Want int NULL, Prio int NOT NULL)
GO
CREATE TABLE dbo.PoolIn (Pool varchar(5) NOT NULL, Added int NOT NULL)
GO
CREATE TABLE dbo.Pool (Pool varchar(5) NOT NULL PRIMARY KEY, LeftOver int NOT NULL)
GO
CREATE TABLE dbo.Grant_ (AskNo int NOT NULL, Got int NOT NULL, Round_ int NOT NULL)
