CREATE TABLE dbo.LeadFile (RowNo int NOT NULL PRIMARY KEY, Phone varchar(15) NULL, Email varchar(40) NULL, Score int NULL)
GO
CREATE TABLE dbo.Lead (Phone varchar(15) NULL, Email varchar(40) NULL, Score int NOT NULL, FromRow int NOT NULL)
