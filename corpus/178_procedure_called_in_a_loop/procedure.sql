CREATE PROCEDURE dbo.LoadRegion @region varchar(5), @cnt int OUT
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM dbo.RegionSales WHERE Region = @region;

    INSERT INTO dbo.RegionSales (Region, Product, Qty)
    SELECT Region, Product, SUM(Qty) FROM dbo.RawSale WHERE Region = @region GROUP BY Region, Product;

    SET @cnt = @@ROWCOUNT;
END
GO
CREATE PROCEDURE dbo.LoadAllRegions
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @r varchar(5), @n int, @run int;

    SELECT @run = ISNULL(MAX(RunNo), 0) + 1 FROM dbo.RegionLog;

    DECLARE cur CURSOR FOR SELECT Region FROM dbo.RegionList WHERE Active = 1 ORDER BY Region;
    OPEN cur;
    FETCH NEXT FROM cur INTO @r;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        EXEC dbo.LoadRegion @r, @n OUTPUT;
        IF @n > 0
            INSERT INTO dbo.RegionLog (RunNo, Region, Cnt) VALUES (@run, @r, @n);
        FETCH NEXT FROM cur INTO @r;
    END
    CLOSE cur;
    DEALLOCATE cur;
END
GO
