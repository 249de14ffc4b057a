CREATE SCHEMA rep
GO
CREATE TABLE rep.Click (UserName varchar(10) NULL, At datetime NOT NULL)
GO
CREATE TABLE rep.ByDay (Day_ date NOT NULL, Cnt int NOT NULL, Users int NOT NULL)
GO
CREATE TABLE rep.ByUser (UserName varchar(20) NOT NULL, Cnt tinyint NOT NULL, Share decimal(5,2) NULL)
