CREATE TABLE q.Task (Kind varchar(10) NULL, Prio int NULL, Note varchar(20) NULL);
CREATE TABLE q.Seen (Kind varchar(10) NULL, Prio int NULL, Rows int NOT NULL);
