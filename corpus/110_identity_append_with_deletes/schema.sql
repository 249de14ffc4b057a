CREATE TABLE dbo.JobFeed (JobName varchar(20) NOT NULL, Prio int NULL)
GO
CREATE TABLE dbo.JobDone (JobName varchar(20) NOT NULL)
GO
CREATE TABLE dbo.Queue (QueueId int IDENTITY(1,1) NOT NULL CONSTRAINT PK_Queue PRIMARY KEY, JobName varchar(20) NOT NULL, Prio int NOT NULL)
