CREATE TABLE dw.Job (JobId int NOT NULL PRIMARY KEY, State varchar(10) NOT NULL);
CREATE TABLE dw.JobLog (Act nvarchar(10) NULL, JobId int NULL, OldState varchar(10) NULL);
CREATE TABLE stg.Job (JobId int NOT NULL PRIMARY KEY, State varchar(10) NOT NULL);
CREATE TABLE dw.Run (Run int NOT NULL, Written int NULL, Logged int NULL, Same bit NULL);
GO
