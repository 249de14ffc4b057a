CREATE SCHEMA cfg
GO
CREATE TABLE cfg.Setting (SettingName varchar(30) NOT NULL PRIMARY KEY, SettingValue varchar(50) NULL, Revision int NOT NULL DEFAULT (1))
GO
CREATE TABLE cfg.SettingHistory (SettingName varchar(30) NOT NULL, OldValue varchar(50) NULL, Revision int NOT NULL)
