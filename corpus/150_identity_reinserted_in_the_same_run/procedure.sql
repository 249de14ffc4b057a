CREATE PROCEDURE dbo.usp_RefreshShelf
AS
BEGIN
    SET NOCOUNT ON;

    INSERT INTO dbo.Shelf (Aisle, Item)
    SELECT Aisle, Item FROM dbo.ShelfPlan ORDER BY Aisle, Item;

    DELETE s
    FROM   dbo.Shelf AS s
    LEFT OUTER JOIN dbo.Stock AS k ON k.Item = s.Item
    WHERE  COALESCE(k.Qty, 0) <= 0;

    INSERT INTO dbo.Shelf (Aisle)
    SELECT DISTINCT p.Aisle
    FROM   dbo.ShelfPlan AS p
    WHERE  p.Aisle NOT IN (SELECT s.Aisle FROM dbo.Shelf AS s)
    ORDER BY p.Aisle;
END
GO
