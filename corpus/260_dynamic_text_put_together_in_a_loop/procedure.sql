CREATE PROCEDURE dbo.BuildQuarters
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @q tinyint = 1, @last int, @cols nvarchar(max) = N'', @names varchar(100) = '', @sql nvarchar(max);
    SET @last = @q + 3;

    WHILE @q <= @last
    BEGIN
        IF @q > 1
            SET @cols += N', ';
        SET @cols += N'SUM(CASE WHEN DATEPART(QUARTER, SoldOn) = ' + CAST(@q AS nvarchar(2)) + N' THEN Amount END)';
        SET @names = @names + ', ' + QUOTENAME('Q' + CONVERT(varchar(2), @q));
        SET @q = @q + 1;
    END;

    SET @sql = N'INSERT INTO dbo.Quarters (Shop, ' + STUFF(@names, 1, 2, '') + N') SELECT Shop, ' + @cols + N' FROM dbo.Sale GROUP BY Shop';

    DELETE FROM dbo.Quarters;
    EXEC sp_executesql @sql;
END
GO
