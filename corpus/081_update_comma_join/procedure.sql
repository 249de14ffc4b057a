CREATE PROCEDURE dbo.sp_allocate_freight
AS
SET NOCOUNT ON

SELECT l.OrderNo, COUNT(*) AS Lines, SUM(l.WeightKg) AS Kg
INTO   #tot
FROM   dbo.OrderLine l, dbo.OrderHead h
WHERE  h.OrderNo = l.OrderNo AND h.Closed = 0
GROUP BY l.OrderNo

-- by weight
UPDATE dbo.OrderLine
SET    FreightCents = CAST(ROUND(h.FreightCents * dbo.OrderLine.WeightKg / t.Kg, 0) AS int), Method = 'W'
FROM   dbo.OrderHead h, #tot t
WHERE  h.OrderNo = dbo.OrderLine.OrderNo
AND    t.OrderNo = h.OrderNo
AND    t.Kg > 0
AND    h.FreightCents IS NOT NULL

-- nothing weighed: equal parts
UPDATE l
SET    l.FreightCents = h.FreightCents / t.Lines, l.Method = 'E'
FROM   dbo.OrderLine l, dbo.OrderHead h, #tot t
WHERE  h.OrderNo = l.OrderNo
AND    t.OrderNo = l.OrderNo
AND    ISNULL(t.Kg, 0) = 0

DROP TABLE #tot
GO
