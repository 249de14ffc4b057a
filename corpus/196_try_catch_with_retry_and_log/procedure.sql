CREATE PROCEDURE etl.RunSafely
AS
BEGIN
    SET NOCOUNT, XACT_ABORT ON;

    BEGIN TRY
        BEGIN TRANSACTION

        BEGIN TRY
            DELETE f FROM etl.Fact f JOIN etl.FactText t ON TRY_CAST(t.Id AS int) = f.Id
        END TRY
        BEGIN CATCH
            INSERT INTO etl.ErrorLog (Msg, Num) VALUES (ERROR_MESSAGE(), ERROR_NUMBER())
            ;THROW
        END CATCH

        INSERT INTO etl.Fact (Id, Amount)
        SELECT TRY_CAST(Id AS int), TRY_CONVERT(decimal(10,2), Amount)
        FROM   etl.FactText
        WHERE  TRY_CAST(Id AS int) IS NOT NULL

        COMMIT TRANSACTION
    END TRY
    BEGIN CATCH
        IF XACT_STATE() <> 0 ROLLBACK TRANSACTION
        INSERT INTO etl.ErrorLog (Msg, Num) SELECT ERROR_MESSAGE(), ERROR_NUMBER()
    END CATCH
END
GO
