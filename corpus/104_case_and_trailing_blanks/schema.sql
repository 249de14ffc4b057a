CREATE SCHEMA lib
GO
CREATE TABLE lib.BookFeed (BookNo int NOT NULL PRIMARY KEY, Author varchar(20) NULL, Lang varchar(5) NULL, Pages int NULL)
GO
CREATE TABLE lib.Author (Author varchar(20) NOT NULL, Books int NOT NULL, Pages int NULL)
GO
CREATE TABLE lib.AuthorStat (What varchar(20) NOT NULL, N int NOT NULL)
