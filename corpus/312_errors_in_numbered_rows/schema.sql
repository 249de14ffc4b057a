CREATE TABLE stg.Part (Code varchar(20) NOT NULL, Total decimal(9, 2) NOT NULL, Pieces int NOT NULL);
CREATE TABLE dbo.Part (PartId int IDENTITY(1, 1) NOT NULL PRIMARY KEY, Family varchar(20) NULL, Price decimal(9, 2) NULL);
