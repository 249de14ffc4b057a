CREATE PROCEDURE dbo.ReloadTariff
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @mode varchar(5);

    SELECT @mode = Mode FROM dbo.ReloadMode;

    IF @mode = 'D'
        DELETE FROM dbo.Tariff;
    ELSE IF @mode = 'T'
        TRUNCATE TABLE dbo.Tariff;

    INSERT INTO dbo.Tariff (Code, Price)
    SELECT Code, Price FROM dbo.TariffFeed ORDER BY Code;
END
GO
