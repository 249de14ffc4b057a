CREATE TABLE stg.Q (Id int NOT NULL, Grp varchar(5) NULL, V int NULL, W float NULL);
CREATE TABLE dw.Q (Id int NOT NULL, Grp varchar(5) NULL, V int NULL, Done bit NOT NULL DEFAULT 0);
CREATE TABLE dw.QLog (Id int NULL, Grp varchar(5) NULL, What varchar(10) NULL);
CREATE TABLE dw.R (K varchar(20) NOT NULL, A int NULL, B float NULL, C decimal(12,4) NULL);
GO
