CREATE PROCEDURE dbo.usp_UpdateLoyalty
AS
BEGIN
    SET NOCOUNT ON;

    UPDATE l
    SET    l.Points = ISNULL(l.Points, 0) + f.Points,
           l.Tier = COALESCE(f.Tier, l.Tier),
           l.Touched = l.Touched + 1
    FROM   dbo.Loyalty l
    INNER JOIN (SELECT CardNo, SUM(Points) AS Points, MAX(Tier) AS Tier FROM dbo.LoyaltyFeed GROUP BY CardNo) f
            ON f.CardNo = l.CardNo;

    INSERT INTO dbo.Loyalty (CardNo, Points, Tier, Touched)
    SELECT f.CardNo, f.Points, ISNULL(f.Tier, 'S'), 0
    FROM   dbo.LoyaltyFeed f
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Loyalty l WHERE l.CardNo = f.CardNo);
END
GO
