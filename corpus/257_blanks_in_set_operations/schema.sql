CREATE TABLE dbo.A (C char(3) NULL, V varchar(5) NULL, N nvarchar(5) NULL)
CREATE TABLE dbo.B (C varchar(5) NULL, V varchar(9) NULL, N varchar(5) NULL)
CREATE TABLE dbo.T (X varchar(20) NULL, Src varchar(10) NOT NULL)
