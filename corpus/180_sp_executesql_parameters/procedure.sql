CREATE PROCEDURE dbo.FilterParts
    @Colour nvarchar(20) = NULL, @MinWeight int = NULL, @Sort char(1) = 'N'
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @sql nvarchar(max), @where nvarchar(500) = N'', @cnt int, @max decimal(8,2);

    IF @Colour IS NOT NULL
        SET @where = @where + N' AND p.Colour = @c';
    SET @where = @where + CASE WHEN @MinWeight IS NOT NULL THEN N' AND p.Weight_ >= @w' ELSE N'' END;

    SET @sql = CONCAT(N'INSERT INTO ', QUOTENAME(N'dbo'), N'.', QUOTENAME(N'PartPick'), N' (PartNo, Colour, Weight_)
        SELECT TOP (2) p.PartNo, p.Colour, p.Weight_ FROM dbo.Part AS p WHERE 1 = 1', @where, N'
        ORDER BY %order%, p.PartNo');
    SET @sql = REPLACE(@sql, N'%order%', CASE @Sort WHEN 'W' THEN N'p.Weight_ DESC' ELSE N'p.Colour' END);

    TRUNCATE TABLE dbo.PartPick;

    EXEC sys.sp_executesql @sql, N'@c nvarchar(20), @w int', @c = @Colour, @w = @MinWeight;

    EXEC sp_executesql
        N'SELECT @n = COUNT(*), @m = MAX(Weight_) FROM dbo.PartPick',
        N'@n int OUTPUT, @m decimal(8,2) OUTPUT',
        @n = @cnt OUTPUT, @m = @max OUTPUT;

    TRUNCATE TABLE dbo.PickInfo;
    INSERT INTO dbo.PickInfo (Cnt, Heaviest) VALUES (@cnt, @max);
END
GO
