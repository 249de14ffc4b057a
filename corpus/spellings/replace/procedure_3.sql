CREATE PROCEDURE dbo.usp_Load
AS
SELECT * INTO #new FROM dbo.PriceIn

DELETE p FROM dbo.Price p

INSERT dbo.Price SELECT Sku, Price FROM #new WHERE Price IS NULL
INSERT dbo.Price SELECT Sku, Price FROM #new WHERE Price IS NOT NULL
GO
