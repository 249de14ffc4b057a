CREATE PROCEDURE dbo.usp_Load
AS
UPDATE a
SET    a.Price = i.Price
FROM   dbo.Article AS a
INNER JOIN dbo.ArticleIn AS i ON i.Sku = a.Sku;
GO
