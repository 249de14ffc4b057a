CREATE PROCEDURE etl.usp_Load_DimBranch
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @proc varchar(50) = 'etl.usp_Load_DimBranch', @run int, @rows int, @read int;

    SELECT @run = ISNULL(MAX(RunNo), 0) + 1 FROM etl.RunLog WHERE ProcName = @proc;

    INSERT INTO etl.RunLog (ProcName, RunNo, Status) VALUES (@proc, @run, 'STARTED');

    BEGIN TRY
        SELECT @read = COUNT(*) FROM stg.Branch;

        UPDATE d
        SET    City = ISNULL(b.City, d.City)
        FROM   dw.DimBranch d
        INNER JOIN stg.Branch b ON b.BranchNo = d.BranchNo;

        SET @rows = @@ROWCOUNT;
        INSERT INTO etl.AuditRow (ProcName, RunNo, StepName, RowsAffected) VALUES (@proc, @run, 'update', @rows);

        INSERT INTO dw.DimBranch (BranchNo, City)
        SELECT b.BranchNo, ISNULL(b.City, N'?')
        FROM   stg.Branch b
        LEFT JOIN dw.DimBranch d ON d.BranchNo = b.BranchNo
        WHERE  d.BranchNo IS NULL AND b.BranchNo IS NOT NULL;

        SELECT @rows = @@ROWCOUNT;
        INSERT INTO etl.AuditRow (ProcName, RunNo, StepName, RowsAffected) VALUES (@proc, @run, 'insert', @rows);

        DELETE FROM etl.AuditRow WHERE ProcName = @proc AND RunNo < @run;

        UPDATE etl.RunLog
        SET    EndedAt = GETDATE(), RowsRead = @read, Status = CASE WHEN @read = 0 THEN 'NO DATA' ELSE 'OK' END
        WHERE  ProcName = @proc AND RunNo = @run;
    END TRY
    BEGIN CATCH
        UPDATE etl.RunLog SET EndedAt = GETDATE(), Status = 'ERROR' WHERE ProcName = @proc AND RunNo = @run;
        THROW;
    END CATCH
END
GO
