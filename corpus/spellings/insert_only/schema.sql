CREATE TABLE dbo.MemberIn (Code varchar(8) NOT NULL PRIMARY KEY, Name nvarchar(20) NULL)
GO
CREATE TABLE dbo.Member (Code varchar(8) NOT NULL PRIMARY KEY, Name nvarchar(20) NULL)
