CREATE PROCEDURE dbo.ListStock
AS
INSERT INTO dbo.Stock (Sku, Code, Place, Label, Cut)
SELECT i.Sku, b.Code, ROW_NUMBER() OVER (ORDER BY b.Id, i.Sku), CONCAT_WS('/', b.Code, i.Sku), STUFF('abcd', 2, 1, b.Code)
FROM dbo.Item AS i
LEFT JOIN dbo.Bin AS b ON b.Id = i.BinId
ORDER BY b.Code, i.Sku;

INSERT INTO dbo.Stock (Sku, Code, Place, Label, Cut)
SELECT x.Sku, x.Code, ROW_NUMBER() OVER (ORDER BY x.Sku, x.Code), CONCAT_WS('/', x.Code, x.Sku), NULL
FROM (SELECT i.Sku, b.* FROM dbo.Item AS i FULL JOIN dbo.Bin AS b ON b.Id = i.BinId) AS x
ORDER BY x.Sku, x.Code DESC;
GO
