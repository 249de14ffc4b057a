CREATE TABLE dbo.Run (RunNo int NOT NULL)
GO
CREATE TABLE dbo.SettingIn (Name varchar(10) NOT NULL PRIMARY KEY, Value varchar(10) NULL)
GO
CREATE TABLE dbo.Setting (Name varchar(10) NOT NULL PRIMARY KEY, Value varchar(10) NULL, Rev int NOT NULL)
GO
CREATE TABLE dbo.SettingHistory (RunNo int NULL, Name varchar(10) NOT NULL, OldValue varchar(10) NULL, NewValue varchar(10) NULL, OldRev int NULL, NewRev int NULL)
