CREATE SCHEMA org
GO
CREATE TABLE org.HrPosition (PosNo int NOT NULL PRIMARY KEY, Company char(2) NOT NULL, Title nvarchar(30) NULL, Holder int NULL)
GO
CREATE TABLE org.Position (PosNo int NOT NULL PRIMARY KEY, Company char(2) NOT NULL, Title nvarchar(30) NULL, Holder int NULL, State varchar(7) NOT NULL DEFAULT 'OPEN', Closings int NOT NULL DEFAULT 0)
