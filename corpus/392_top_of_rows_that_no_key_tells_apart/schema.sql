CREATE TABLE q.Task (Kind varchar(5) NOT NULL, Prio int NULL, State varchar(10) NOT NULL DEFAULT 'new');
GO
CREATE TABLE q.Wanted (Kind varchar(5) NOT NULL);
GO
CREATE TABLE q.Gone (Kind varchar(5) NOT NULL, Prio int NULL, State varchar(10) NULL);
GO
CREATE TABLE q.Log (Step varchar(10) NOT NULL, Rows int NOT NULL);
