CREATE PROCEDURE dbo.usp_Load
AS
MERGE dbo.Member AS t
USING dbo.MemberIn AS s ON (t.Code = s.Code)
WHEN NOT MATCHED THEN INSERT (Code, Name) VALUES (s.Code, s.Name);
GO
