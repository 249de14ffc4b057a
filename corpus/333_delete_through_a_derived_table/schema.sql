CREATE TABLE stg.Shift (Id int NOT NULL PRIMARY KEY, Team varchar(10) NULL, Hours decimal(5,2) NULL)
GO
CREATE TABLE dw.Shift (Id int NOT NULL PRIMARY KEY, Team varchar(10) NULL, Hours decimal(5,2) NULL)
