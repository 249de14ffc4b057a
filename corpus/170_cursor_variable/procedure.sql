CREATE PROCEDURE dbo.RankByShop
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @c CURSOR, @shop varchar(10), @total int, @row int = 0, @place int, @last int;

    TRUNCATE TABLE dbo.ShopRank;

    SET @c = CURSOR LOCAL FAST_FORWARD FOR
        SELECT Shop, SUM(ISNULL(Amount, 0)) FROM dbo.Turnover GROUP BY Shop ORDER BY SUM(ISNULL(Amount, 0)) DESC, Shop;
    OPEN @c;
    FETCH NEXT FROM @c INTO @shop, @total;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @row += 1;
        IF @last IS NULL OR @total <> @last
            SET @place = @row;
        INSERT INTO dbo.ShopRank (Shop, Total, Place, Watched) VALUES (@shop, @total, @place, 0);
        SET @last = @total;
        FETCH NEXT FROM @c INTO @shop, @total;
    END
    CLOSE @c;
    DEALLOCATE @c;

    SET @c = CURSOR FOR SELECT DISTINCT Shop FROM dbo.Watch;
    OPEN @c;
    FETCH NEXT FROM @c INTO @shop;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        UPDATE dbo.ShopRank SET Watched = 1 WHERE Shop = @shop;
        FETCH NEXT FROM @c INTO @shop;
    END
    CLOSE @c;
    DEALLOCATE @c;
END
GO
