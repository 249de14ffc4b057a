CREATE PROCEDURE dbo.usp_Load
AS
INSERT INTO dbo.Member (Code, Name)
SELECT i.Code, i.Name
FROM   dbo.MemberIn AS i
WHERE  NOT EXISTS (SELECT 1 FROM dbo.Member AS m WHERE m.Code = i.Code);
GO
