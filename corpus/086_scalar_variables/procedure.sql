CREATE PROCEDURE dm.BuildKpi
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @total decimal(12,2) = 0, @cnt int, @max decimal(10,2), @ret decimal(12,2) = 5, @net decimal(12,2);
    DECLARE @shop varchar(4) = 'none', @whole int, @never int, @label varchar(30);

    SELECT @cnt = COUNT(*), @max = MAX(Amount) FROM dm.Sale WHERE Kind = 'S';

    -- no row: @ret keeps 5, @net becomes NULL
    SELECT @ret = Amount FROM dm.Sale WHERE Kind = 'R';
    SET @net = (SELECT Amount FROM dm.Sale WHERE Kind = 'R');

    SET @total = (SELECT SUM(Amount) FROM dm.Sale WHERE Kind = 'S');
    SET @total += ISNULL((SELECT SUM(Amount) FROM dm.Sale WHERE Kind IS NULL), 0);
    SET @total -= @ret;

    SET @whole = @total / 3;

    SELECT TOP 1 @shop = Shop FROM dm.Sale WHERE Kind = 'S' ORDER BY Amount DESC, SaleNo;

    SET @label = 'best ' + @shop;
    SET @label += '!';

    DELETE dm.Kpi;
    INSERT INTO dm.Kpi (KpiName, NumValue, TextValue) VALUES ('total', @total, @label);
    INSERT INTO dm.Kpi (KpiName, NumValue) VALUES ('count', @cnt), ('max', @max), ('ret', @ret), ('net', @net), ('whole', @whole);
    INSERT INTO dm.Kpi (KpiName, NumValue, TextValue) SELECT 'never', @never + 1, 'x' + CAST(@never AS varchar(5));
    INSERT INTO dm.Kpi (KpiName, NumValue)
    SELECT 'above ' + Shop, COUNT(*) FROM dm.Sale WHERE Amount > @max / @cnt GROUP BY Shop;
END
GO
