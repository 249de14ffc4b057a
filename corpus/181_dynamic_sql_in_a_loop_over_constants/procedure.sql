CREATE PROCEDURE dbo.CopyYears
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @y int = 2021, @sql varchar(1000);

    TRUNCATE TABLE dbo.AllYears;

    WHILE @y <= 2023
    BEGIN
        SET @sql = 'INSERT INTO dbo.AllYears (Yr, Id, Amount, Tag) SELECT ''' + CAST(@y AS char(4)) + ''', Id, Amount, ''y' + RIGHT(STR(@y), 2)
                 + ''' FROM dbo.Sales' + CONVERT(varchar(4), @y) + ' WHERE Amount IS NOT NULL';
        EXEC (@sql);
        SET @y = @y + 1;
    END
END
GO
