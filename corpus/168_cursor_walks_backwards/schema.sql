CREATE TABLE dbo.ReadingIn (Meter int NOT NULL, At datetime2(0) NOT NULL, Val int NULL)
GO
CREATE TABLE dbo.Reading (Meter int NOT NULL, At datetime2(0) NOT NULL, Val int NULL, Borrowed bit NOT NULL)
