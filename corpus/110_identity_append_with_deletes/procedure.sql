CREATE PROCEDURE dbo.usp_Queue
AS
BEGIN
    SET NOCOUNT ON;

    DELETE q
    FROM   dbo.Queue q
    INNER JOIN dbo.JobDone d ON d.JobName = q.JobName;

    INSERT INTO dbo.Queue (JobName, Prio)
    SELECT f.JobName, ISNULL(f.Prio, 9)
    FROM   dbo.JobFeed f
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Queue q WHERE q.JobName = f.JobName)
    ORDER BY ISNULL(f.Prio, 9), f.JobName;
END
GO
