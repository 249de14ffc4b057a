CREATE PROCEDURE dbo.usp_Load
AS
MERGE INTO dbo.Article t
USING dbo.ArticleIn s ON t.Sku = s.Sku
WHEN MATCHED THEN UPDATE SET t.Price = s.Price;
GO
