CREATE TABLE dw.Person (PersonNo varchar(5) NOT NULL, FullName varchar(60) NULL, Standing varchar(10) NOT NULL, Region varchar(20) NULL);
GO
CREATE TABLE dw.Region (Code varchar(5) NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL);
