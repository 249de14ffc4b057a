CREATE PROCEDURE dw.LoadSomeJobs @Batch int = 3
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @n int;

    MERGE TOP (@Batch) INTO dw.Job AS t
    USING stg.Job AS s ON s.JobId = t.JobId
    WHEN MATCHED AND s.State <> t.State THEN UPDATE SET State = s.State
    WHEN NOT MATCHED BY TARGET AND s.State <> 'new' THEN INSERT (JobId, State) VALUES (s.JobId, s.State)
    WHEN NOT MATCHED BY SOURCE AND t.State = 'old' THEN DELETE
    OUTPUT $action, ISNULL(inserted.JobId, deleted.JobId), deleted.State INTO dw.JobLog (Act, JobId, OldState);

    SET @n = @@ROWCOUNT;

    INSERT INTO dw.Run (Run, Written, Logged, Same)
    SELECT ISNULL((SELECT MAX(Run) FROM dw.Run), 0) + 1, @n, (SELECT COUNT(*) FROM dw.JobLog),
           CASE WHEN EXISTS (SELECT JobId, State FROM stg.Job WHERE State <> 'new' EXCEPT SELECT JobId, State FROM dw.Job) THEN 0 ELSE 1 END;
END
GO
