CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    WITH pair AS (SELECT a.Price AS Old_, i.Price AS New_ FROM dbo.Article AS a JOIN dbo.ArticleIn AS i ON i.Sku = a.Sku)
    UPDATE pair SET Old_ = New_;
END
GO
