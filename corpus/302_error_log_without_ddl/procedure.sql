CREATE PROCEDURE dbo.usp_LoadRate
AS
BEGIN
    SET NOCOUNT ON;

    BEGIN TRY
        DELETE FROM dbo.Rate;

        INSERT INTO dbo.Rate (Code, Rate)
        SELECT Code, Rate FROM dbo.RateIn WHERE Rate IS NOT NULL;
    END TRY
    BEGIN CATCH
        INSERT INTO dbo.LoadError (HappenedAt, TableName, Message)
        VALUES (SYSUTCDATETIME(), 'dbo.Rate', CAST(ERROR_MESSAGE() AS varchar(900)));
    END CATCH
END
GO
