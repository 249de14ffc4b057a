CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    SELECT Code INTO #fresh FROM dbo.MemberIn
    EXCEPT
    SELECT Code FROM dbo.Member;

    INSERT INTO dbo.Member (Code, Name)
    SELECT i.Code, i.Name
    FROM   dbo.MemberIn AS i
    WHERE  i.Code IN (SELECT Code FROM #fresh);
END
GO
