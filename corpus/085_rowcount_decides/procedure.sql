CREATE PROCEDURE dbo.RefreshQuota
AS
BEGIN
    DECLARE @touched int

    UPDATE q
    SET    Used = q.Used + u.Used
    FROM   dbo.Quota q
    JOIN  (SELECT TeamNo, SUM(Used) AS Used FROM dbo.QuotaUse GROUP BY TeamNo) u ON u.TeamNo = q.TeamNo
    WHERE  u.Used > 0

    SET @touched = @@ROWCOUNT

    IF @touched >= 2
        DELETE FROM dbo.Quota WHERE Used = 0

    UPDATE dbo.QuotaInfo
    SET    TotalUsed = (SELECT SUM(Used) FROM dbo.Quota), Touched = @touched
    WHERE  InfoKey = 'all'

    IF @@ROWCOUNT = 0
        INSERT INTO dbo.QuotaInfo (InfoKey, TotalUsed, Touched)
        SELECT 'all', SUM(Used), @touched FROM dbo.Quota
END
GO
