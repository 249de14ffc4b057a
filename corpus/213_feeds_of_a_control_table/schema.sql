CREATE SCHEMA etl
GO
CREATE TABLE etl.Inbox (Feed varchar(5) NOT NULL, Seq int NOT NULL, Payload varchar(10) NULL)
GO
CREATE TABLE etl.ActiveFeed (Feed varchar(5) NOT NULL)
GO
CREATE TABLE etl.FeedState (Feed varchar(5) NOT NULL PRIMARY KEY, LastSeq int NULL, Loads int NOT NULL)
GO
CREATE TABLE etl.Loaded (Feed varchar(5) NOT NULL, Seq int NOT NULL, Payload varchar(10) NULL)
