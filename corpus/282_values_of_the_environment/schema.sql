CREATE TABLE dbo.OrderIn (OrderNo int NOT NULL PRIMARY KEY, Amount decimal(10,2) NULL)
GO
CREATE TABLE dbo.Orders (OrderNo int NOT NULL PRIMARY KEY, Amount decimal(10,2) NULL, CreatedBy nvarchar(128) NOT NULL DEFAULT SUSER_SNAME(), ChangedBy nvarchar(30) NULL, Source nvarchar(60) NULL)
GO
CREATE TABLE dbo.LoadLog (LogId int IDENTITY(1,1) NOT NULL PRIMARY KEY, Place nvarchar(200) NULL, Spid smallint NULL, DbUser sysname NOT NULL, Host nvarchar(128) NULL)
