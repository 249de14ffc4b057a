CREATE TABLE dbo.TaskIn (TaskNo int NOT NULL, Title varchar(20) NULL)
GO
CREATE TABLE dbo.Task (TaskNo int NOT NULL, Owner varchar(10) NULL, Title varchar(20) NULL, Done bit NOT NULL)
