CREATE TABLE stg.Ask (Name varchar(10) NOT NULL PRIMARY KEY, Prio int NULL);
CREATE TABLE job.Task (TaskId int IDENTITY(1,1) NOT NULL PRIMARY KEY, Name varchar(10) NOT NULL, Tries int NOT NULL DEFAULT 0, Finished bit NOT NULL DEFAULT 0);
CREATE TABLE job.Done (TaskId int NOT NULL, Name varchar(10) NOT NULL, Tries int NOT NULL);
