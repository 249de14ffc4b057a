CREATE PROCEDURE dbo.usp_Load
AS
INSERT dbo.Member
SELECT i.*
FROM   dbo.MemberIn i
LEFT OUTER JOIN dbo.Member m ON i.Code = m.Code
WHERE  m.Code IS NULL
GO
