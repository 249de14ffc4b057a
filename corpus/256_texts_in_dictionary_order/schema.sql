CREATE TABLE dbo.S (Grp int NOT NULL, Email varchar(40) NULL, Code varchar(10) NULL, Nm varchar(20) NULL)
CREATE TABLE dbo.T (Grp int NOT NULL, FirstMail varchar(40) NULL, MaxCode varchar(10) NULL, LowCount int NULL, FirstNm varchar(20) NULL)
