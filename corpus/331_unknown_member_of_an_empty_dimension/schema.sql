CREATE TABLE stg.Agent (Code varchar(6) NOT NULL PRIMARY KEY, Desk varchar(6) NULL)
GO
CREATE TABLE dw.DimAgent (AgentKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(6) NOT NULL)
GO
CREATE TABLE dw.DimDesk (DeskKey int IDENTITY(100,5) NOT NULL PRIMARY KEY, Desk varchar(6) NOT NULL)
