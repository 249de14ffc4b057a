CREATE PROCEDURE dbo.usp_Post
AS
BEGIN
    SET NOCOUNT ON;
    BEGIN TRY
        BEGIN TRANSACTION;
        INSERT INTO dbo.Posted (Id, Amount)
        SELECT e.Id, e.Amount FROM dbo.Entry e WHERE NOT EXISTS (SELECT 1 FROM dbo.Posted p WHERE p.Id = e.Id);

        IF EXISTS (SELECT 1 FROM dbo.Posted WHERE Amount < 0)
            THROW 50001, 'negative amount', 1;
        IF EXISTS (SELECT 1 FROM LEDGER.Books.dbo.Closed)
            THROW 50002, 'the period is closed', 1;
        COMMIT TRANSACTION;
    END TRY
    BEGIN CATCH
        IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        INSERT INTO dbo.Batch (Id, Status)
        SELECT ISNULL(MAX(Id), 0) + 1, 'failed' FROM dbo.Batch;
    END CATCH
END
GO
