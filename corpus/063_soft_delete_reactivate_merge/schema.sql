CREATE SCHEMA feed
GO
CREATE SCHEMA dim
GO
CREATE TABLE feed.Course (Code varchar(8) NOT NULL, Title nvarchar(40) NULL, Credits tinyint NULL, RunDay date NOT NULL)
GO
CREATE TABLE dim.Course (Code varchar(8) NOT NULL PRIMARY KEY, Title nvarchar(40) NULL, Credits tinyint NULL, IsActive bit NOT NULL, DeletedOn date NULL, Locked bit NOT NULL DEFAULT 0)
