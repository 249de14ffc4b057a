CREATE VIEW shop.vLine
AS
SELECT OrderNo, Sku, Qty, ISNULL(Price, 0) AS Price
FROM   shop.Line
WHERE  Status <> 'X' OR Status IS NULL
GO
CREATE VIEW shop.vSku AS
SELECT Sku, SUM(Qty) AS Qty, SUM(Qty * Price) AS Revenue, COUNT(DISTINCT OrderNo) AS Orders
FROM   shop.vLine
GROUP BY Sku
GO
CREATE FUNCTION shop.fnBand (@Revenue decimal(14,2), @Cost decimal(14,2))
RETURNS varchar(8)
AS
BEGIN
    DECLARE @r varchar(8), @m decimal(14,2);
    IF @Revenue IS NULL OR @Cost IS NULL
        RETURN NULL;
    SET @m = @Revenue - @Cost;
    IF @m < 0
        SET @r = 'loss';
    ELSE IF @m = 0
        SET @r = 'even';
    ELSE
        SET @r = CASE WHEN @m > @Cost THEN 'high' ELSE 'normal' END;
    RETURN @r;
END
GO
CREATE FUNCTION shop.tvfCost (@Sku varchar(8), @Qty int)
RETURNS TABLE
AS
RETURN
(
    SELECT TOP (1) c.UnitCost
    FROM   shop.Cost c
    WHERE  c.Sku = @Sku AND c.FromQty <= @Qty
    ORDER BY c.FromQty DESC
)
GO
CREATE PROCEDURE rpt.LoadMargin
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE rpt.Margin;

    INSERT INTO rpt.Margin (Sku, Revenue, Cost, Band, Orders)
    SELECT s.Sku, s.Revenue, s.Qty * c.UnitCost, shop.fnBand(s.Revenue, s.Qty * c.UnitCost), s.Orders
    FROM   shop.vSku s
    OUTER APPLY shop.tvfCost(s.Sku, s.Qty) c;

    -- SKUs that only have a cost for a hundred pieces
    INSERT INTO rpt.Margin (Sku, Band, Orders)
    SELECT k.Sku, 'idle ' + CAST(CAST(t.UnitCost AS int) AS varchar(3)), 0
    FROM   (SELECT DISTINCT Sku FROM shop.Cost) k
    CROSS APPLY shop.tvfCost(k.Sku, 100) t
    WHERE  NOT EXISTS (SELECT 1 FROM shop.vLine v WHERE v.Sku = k.Sku);
END
GO
