CREATE TABLE dbo.AlarmFeed (FeedNo int NOT NULL PRIMARY KEY, Device varchar(8) NOT NULL, Code int NULL)
GO
CREATE TABLE dbo.Alarm (AlarmId int IDENTITY(1,1) NOT NULL, Device varchar(8) NOT NULL, Code int NULL)
