CREATE PROCEDURE dbo.pr_import_members AS

SET NOCOUNT ON

INSERT dbo.Member (MemberNo, Country, FullName, StartPoints)
SELECT DISTINCT i.MemberNo, i.Country, LTRIM(RTRIM(i.FullName)), ISNULL(i.Points, 0) + 10
FROM dbo.MemberImport i
     LEFT OUTER JOIN dbo.Member m
          ON  m.MemberNo = i.MemberNo
          AND ISNULL(m.Country, '--') = ISNULL(i.Country, '--')
WHERE m.MemberNo IS NULL
  AND i.MemberNo <> 0
GO
