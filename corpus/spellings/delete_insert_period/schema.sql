CREATE TABLE dbo.PostingIn (Day_ date NULL, Amount decimal(9,2) NULL)
GO
CREATE TABLE dbo.Posting (Day_ date NOT NULL, Amount decimal(9,2) NULL)
