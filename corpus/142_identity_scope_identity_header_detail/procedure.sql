CREATE OR ALTER PROCEDURE dbo.usp_ImportBatch
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @batch int, @name varchar(10);

    SELECT @name = MAX(Batch) FROM dbo.Incoming;

    INSERT INTO dbo.BatchHeader (BatchName, Total, Cnt)
    VALUES (ISNULL(@name, 'none'), 0, 0);

    SET @batch = SCOPE_IDENTITY();

    INSERT INTO dbo.BatchLine (BatchId, LineNumber, Amount)
    SELECT @batch, i.LineNumber, i.Amount
    FROM   dbo.Incoming AS i
    ORDER BY i.LineNumber;

    IF @@ROWCOUNT = 0
    BEGIN
        DELETE FROM dbo.BatchHeader WHERE BatchId = @batch;
        RETURN;
    END;

    UPDATE h
    SET    h.Total = x.Total,
           h.Cnt   = x.Cnt
    FROM   dbo.BatchHeader AS h
    CROSS APPLY (SELECT SUM(ISNULL(l.Amount, 0)) AS Total, COUNT(*) AS Cnt FROM dbo.BatchLine AS l WHERE l.BatchId = h.BatchId) AS x
    WHERE  h.BatchId = @batch;
END
GO
