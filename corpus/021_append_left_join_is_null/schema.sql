CREATE TABLE dbo.MemberImport (MemberNo int NULL, Country char(2) NULL, FullName nvarchar(40) NULL, Points int NULL)
GO
CREATE TABLE dbo.Member (MemberNo int NOT NULL, Country char(2) NULL, FullName nvarchar(40) NULL, StartPoints int NOT NULL, Source varchar(10) NOT NULL DEFAULT 'IMPORT')
