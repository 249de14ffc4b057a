CREATE TABLE stg.Feed (Id int NOT NULL PRIMARY KEY, Amount decimal(9,2) NULL);
CREATE TABLE dw.Fact (Id int NOT NULL PRIMARY KEY, Amount decimal(9,2) NULL, Source varchar(20) NULL);
CREATE TABLE dw.Note (Step varchar(30) NOT NULL, Size int NULL);
GO
CREATE PROCEDURE dw.Setup AS
    CREATE TABLE dw.Made (Id int);
