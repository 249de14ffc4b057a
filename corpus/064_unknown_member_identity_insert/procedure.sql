CREATE PROCEDURE dw.usp_DimWarehouse
AS
BEGIN
    SET NOCOUNT ON;

    IF NOT EXISTS (SELECT 1 FROM dw.DimWarehouse WHERE WarehouseKey = -1)
    BEGIN
        SET IDENTITY_INSERT dw.DimWarehouse ON;

        INSERT INTO dw.DimWarehouse (WarehouseKey, WhCode, City)
        VALUES (-1, '?', N'Unknown');

        SET IDENTITY_INSERT dw.DimWarehouse OFF;
    END

    UPDATE d
    SET    City = s.City
    FROM   dw.DimWarehouse d
    INNER JOIN stg.Warehouse s ON s.WhCode = d.WhCode
    WHERE  d.WarehouseKey <> -1
      AND  s.City IS NOT NULL;

    INSERT INTO dw.DimWarehouse (WhCode, City)
    SELECT s.WhCode, ISNULL(s.City, N'n/a')
    FROM   stg.Warehouse s
    WHERE  s.WhCode IS NOT NULL
      AND  NOT EXISTS (SELECT 1 FROM dw.DimWarehouse d WHERE d.WhCode = s.WhCode)
    ORDER BY s.WhCode;
END
GO
