CREATE TABLE dbo.Cell (X int NOT NULL, Y int NOT NULL, V int NULL)
GO
CREATE TABLE dbo.ScanOut (X int NOT NULL, Y int NOT NULL, V int NULL)
GO
CREATE TABLE dbo.ScanEnd (Steps int NOT NULL)
