CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @sku varchar(8) = (SELECT MIN(Sku) FROM dbo.ArticleIn), @price decimal(9,2);

    WHILE @sku IS NOT NULL
    BEGIN
        SELECT @price = Price FROM dbo.ArticleIn WHERE Sku = @sku;
        UPDATE dbo.Article SET Price = @price WHERE Sku = @sku;
        SET @sku = (SELECT MIN(Sku) FROM dbo.ArticleIn WHERE Sku > @sku);
    END
END
GO
