CREATE TABLE dbo.Step (Size int NULL)
GO
CREATE TABLE dbo.Extra (Size int NULL)
GO
CREATE TABLE dbo.Mark (Id int IDENTITY(1,1) NOT NULL, Total int NULL, Note varchar(10) NULL)
