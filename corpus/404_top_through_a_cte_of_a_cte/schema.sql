CREATE TABLE q.Task (Id int NOT NULL PRIMARY KEY, Kind varchar(10) NULL, Prio int NULL);
