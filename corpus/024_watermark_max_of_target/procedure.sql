CREATE PROCEDURE dbo.usp_AppendMeterReads
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @LastRead datetime2(0);

    SELECT @LastRead = MAX(ReadAt)
    FROM   dw.MeterRead;

    IF @LastRead IS NULL
        SET @LastRead = '2024-01-01';

    INSERT INTO dw.MeterRead (MeterNo, ReadAt, Kwh, ReadDay)
    SELECT MeterNo, ReadAt, MAX(Kwh), CAST(ReadAt AS date)
    FROM   stg.MeterRead
    WHERE  ReadAt > @LastRead
    GROUP BY MeterNo, ReadAt;
END
GO
