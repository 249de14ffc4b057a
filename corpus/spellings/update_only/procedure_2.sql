CREATE PROCEDURE dbo.usp_Load
AS
UPDATE dbo.Article
SET    Price = (SELECT i.Price FROM dbo.ArticleIn AS i WHERE i.Sku = Article.Sku)
WHERE  Sku IN (SELECT Sku FROM dbo.ArticleIn);
GO
