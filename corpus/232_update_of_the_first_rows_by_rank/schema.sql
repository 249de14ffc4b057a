CREATE TABLE dbo.Applicant (Id int NOT NULL PRIMARY KEY, Track varchar(5) NOT NULL, Score int NULL, Seat int NULL)
