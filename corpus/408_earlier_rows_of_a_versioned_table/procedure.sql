CREATE PROCEDURE dw.Report @asof datetime2(0) AS
BEGIN
    DECLARE @first datetime2(0) = '2024-02-01';
    DELETE FROM dw.AsOf;
    DELETE FROM dw.Changes;
    INSERT INTO dw.AsOf (Item, Price) SELECT p.Item, p.Price FROM dw.Price FOR SYSTEM_TIME AS OF @asof AS p;
    INSERT INTO dw.Changes SELECT 'all', Item, COUNT(*) FROM dw.Price FOR SYSTEM_TIME ALL GROUP BY Item;
    INSERT INTO dw.Changes SELECT 'between', Item, COUNT(*) FROM dw.Price FOR SYSTEM_TIME BETWEEN @first AND @asof GROUP BY Item;
    INSERT INTO dw.Changes SELECT 'from', Item, COUNT(*) FROM dw.Price FOR SYSTEM_TIME FROM @first TO @asof GROUP BY Item;
    INSERT INTO dw.Changes SELECT 'contained', Item, COUNT(*) FROM dw.Price FOR SYSTEM_TIME CONTAINED IN (@first, @asof) GROUP BY Item;
END
