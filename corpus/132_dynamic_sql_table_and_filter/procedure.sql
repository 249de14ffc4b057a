CREATE PROCEDURE etl.usp_LoadDynamic
    @Source   sysname = N'Office',
    @MinValue int = NULL,
    @Only     int = NULL
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @sql nvarchar(max);

    EXEC ('DELETE FROM dw.Measure WHERE Flag IS NULL OR Flag <> ''K''');

    SET @sql = N'INSERT INTO dw.Measure (Source_, PointNo, Value)
SELECT ''' + @Source + N''', PointNo, Value
FROM src.' + QUOTENAME(@Source) + N'
WHERE 1 = 1';

    IF @MinValue IS NOT NULL
        SET @sql = @sql + N' AND Value >= ' + CAST(@MinValue AS nvarchar(10));

    IF @Only IS NOT NULL
        SET @sql += N' AND PointNo = ' + CONVERT(nvarchar(10), @Only);

    EXEC (@sql);

    EXEC sp_executesql
        N'UPDATE dw.Measure SET Flag = @f WHERE Value >= @limit AND Source_ = @src',
        N'@f char(1), @limit int, @src sysname',
        @f = 'H', @limit = 100, @src = @Source;
END
GO
