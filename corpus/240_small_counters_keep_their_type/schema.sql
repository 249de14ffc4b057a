CREATE TABLE dbo.RunCounter (Id tinyint NOT NULL PRIMARY KEY, Runs smallint NOT NULL DEFAULT 1, Total bigint NOT NULL, Note varchar(10) NULL)
GO
CREATE TABLE dbo.Shift (No tinyint NOT NULL, Kind smallint NOT NULL DEFAULT 2, Size bigint NULL, Late bit NULL, Rate decimal(9,3) NULL DEFAULT 0.5)
GO
