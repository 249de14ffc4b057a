CREATE TABLE dbo.Run (RunNo int NOT NULL)
GO
CREATE TABLE dbo.ContactIn (Email varchar(30) NULL, Phone varchar(20) NULL)
GO
CREATE TABLE dbo.Contact (Email varchar(30) NOT NULL, Phone varchar(20) NULL, GoneInRun int NULL)
