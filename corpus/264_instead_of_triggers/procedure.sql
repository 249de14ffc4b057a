CREATE PROCEDURE dbo.SyncMembers
AS
BEGIN
    DELETE m FROM dbo.Member AS m WHERE NOT EXISTS (SELECT 1 FROM dbo.MemberIn AS s WHERE s.Id = m.Id);

    INSERT INTO dbo.Member (Id, Name)
    SELECT s.Id, s.Name FROM dbo.MemberIn AS s WHERE NOT EXISTS (SELECT 1 FROM dbo.Member AS m WHERE m.Id = s.Id);
END
GO
