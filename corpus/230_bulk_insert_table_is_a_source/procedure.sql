CREATE PROCEDURE dbo.LoadPrices
AS
BEGIN
    BEGIN TRY
        TRUNCATE TABLE dbo.PriceFile;
        BULK INSERT dbo.PriceFile
        FROM 'C:\files\prices.csv'
        WITH (FIRSTROW = 2, FIELDTERMINATOR = ',', TABLOCK);
        DELETE FROM dbo.Price;
        INSERT INTO dbo.Price (Code, Amount, Fingerprint, Short, Padded, Problem)
        SELECT Code, CAST(Amount AS decimal(9, 2)), HASHBYTES('MD5', Code), CAST(HASHBYTES('MD5', Code) AS binary(4)), CAST(HASHBYTES('MD5', Code) AS binary(18)), ERROR_NUMBER()
        FROM dbo.PriceFile
        WHERE ISNUMERIC(Amount) = 1;
    END TRY
    BEGIN CATCH
        PRINT ERROR_MESSAGE();
    END CATCH
END
GO
