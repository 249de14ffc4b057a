CREATE SCHEMA ext
GO
CREATE SCHEMA dw
GO
CREATE TABLE ext.Route (RouteNo varchar(6) NOT NULL PRIMARY KEY, Terminus nvarchar(30) NULL, Stops int NULL)
GO
CREATE TABLE dw.RouteVersion (RouteNo varchar(6) NOT NULL, VersionNo int NOT NULL, Terminus nvarchar(30) NULL, Stops int NULL, FromDate date NOT NULL, ToDate date NULL, PRIMARY KEY (RouteNo, VersionNo))
