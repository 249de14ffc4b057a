CREATE PROCEDURE dbo.usp_ReplaceBasketLines
AS
BEGIN
SET NOCOUNT ON
	SELECT DISTINCT ShopNo, BasketNo
	INTO   #keys
	FROM   dbo.BasketStage

	DELETE	bl
	FROM	dbo.BasketLine bl
			INNER JOIN #keys k
				ON	k.ShopNo = bl.ShopNo
				AND	k.BasketNo = bl.BasketNo

	INSERT INTO dbo.BasketLine
	SELECT	ShopNo, BasketNo, LineNum, Item, ISNULL(Qty, 1)
	FROM	dbo.BasketStage
	WHERE	ISNULL(Cancelled, 0) = 0
	AND		BasketNo IS NOT NULL
END
GO
