CREATE TABLE stg.Mail (MailId int NOT NULL PRIMARY KEY, Box varchar(10) NULL, Subject varchar(40) NULL)
GO
CREATE TABLE dw.Mail (MailId int NOT NULL PRIMARY KEY, Box varchar(10) NULL, Subject varchar(40) NULL, State varchar(10) NOT NULL DEFAULT 'new')
GO
CREATE TABLE dw.Log (Entry varchar(max) NULL)
