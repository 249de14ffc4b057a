CREATE TABLE dbo.Reading (Device varchar(5) NOT NULL, At date NOT NULL, V int NULL)
GO
CREATE TABLE dbo.Numbered (No int NOT NULL, Device varchar(5) NOT NULL, V int NULL, Running int NULL, Share int NULL, Pos bigint NULL)
