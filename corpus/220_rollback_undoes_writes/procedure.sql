CREATE PROCEDURE dbo.LoadChecked
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @bad TABLE (Item varchar(5) NOT NULL, Qty int NULL);

    BEGIN TRANSACTION;

    UPDATE s
    SET    Qty = s.Qty + d.Qty
    FROM   dbo.Stock AS s
    JOIN   (SELECT Item, SUM(ISNULL(Qty, 0)) AS Qty FROM dbo.Delta GROUP BY Item) AS d ON d.Item = s.Item;

    INSERT INTO dbo.Stock (Item, Qty)
    SELECT d.Item, SUM(ISNULL(d.Qty, 0))
    FROM   dbo.Delta AS d
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Stock AS s WHERE s.Item = d.Item)
    GROUP BY d.Item;

    INSERT INTO @bad SELECT Item, Qty FROM dbo.Stock WHERE Qty < 0;

    IF EXISTS (SELECT 1 FROM @bad)
    BEGIN
        ROLLBACK TRANSACTION;
        INSERT INTO dbo.LoadLog (Outcome, Item, Qty) SELECT 'refused', b.Item, b.Qty FROM @bad AS b;
    END
    ELSE
    BEGIN
        COMMIT TRANSACTION;
        INSERT INTO dbo.LoadLog (Outcome, Item, Qty) SELECT 'loaded', NULL, COUNT(*) FROM dbo.Stock;
    END
END
GO
