CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Call (CallNo int NOT NULL PRIMARY KEY, IsInbound bit NULL, Outcome varchar(8) NULL, Lang char(2) NULL, Seconds int NULL)
GO
CREATE TABLE dw.DimCallFlags (FlagsKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Direction varchar(8) NOT NULL, Outcome varchar(8) NOT NULL, Lang char(2) NOT NULL)
GO
CREATE TABLE dw.FactCall (CallNo int NOT NULL PRIMARY KEY, FlagsKey int NOT NULL, Minutes int NOT NULL)
