CREATE SCHEMA [Sales Area]
GO
CREATE TABLE [Sales Area].[Order] ([Key] int NOT NULL PRIMARY KEY, [From] date NULL, [To] date NULL, [Sales-Rep] nvarchar(20) NULL, [Group By] varchar(10) NULL, [Value in %] decimal(5,1) NULL)
GO
CREATE TABLE dbo.[Table] ([Group By] varchar(10) NOT NULL PRIMARY KEY, [Select] nvarchar(20) NULL)
GO
CREATE TABLE [Sales Area].[Plan Line] ([Plan] int NOT NULL, [Who?] nvarchar(30) NULL, [Select] nvarchar(20) NULL, [Days open] int NULL, [Value in %] decimal(5,1) NULL, [Order] int NOT NULL)
