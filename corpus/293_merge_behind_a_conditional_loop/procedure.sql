CREATE PROCEDURE dbo.PlanShops AS
BEGIN
    DECLARE @round int = 0, @seen int = 0;

    WHILE @round < 2
    BEGIN
        SET @round = @round + 1;

        -- Plans without sales lose their bonus.
        UPDATE p SET Bonus = 0
        FROM dbo.ShopPlan AS p
        WHERE p.Bonus < @round;

        IF EXISTS (SELECT 1 FROM dbo.ShopPlan AS p WHERE p.Bonus = 0)
            SELECT @seen = (@seen + s.ShopId) % 100 FROM stg.Sales AS s WHERE s.ShopId IS NOT NULL;

        MERGE dbo.ShopPlan AS p
        USING (
            SELECT ShopId, SUM(Amount) AS Amount, MAX(Target) AS Target, MIN(Bonus) AS Bonus
            FROM stg.Sales WHERE ShopId IS NOT NULL GROUP BY ShopId
        ) AS s ON s.ShopId = p.ShopId
        WHEN MATCHED THEN UPDATE SET Bonus = s.Bonus + @round
        WHEN NOT MATCHED THEN INSERT (ShopId, Target, Bonus) VALUES (s.ShopId, s.Target + @seen, s.Bonus);
    END
END
