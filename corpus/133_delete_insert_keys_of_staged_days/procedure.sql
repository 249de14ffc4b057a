CREATE PROCEDURE dw.usp_LoadStoreDay
AS
BEGIN
    SET NOCOUNT ON;

    SELECT DayId, Store, SUM(Amount) AS Amount, COUNT(*) AS Sales
    INTO   #days
    FROM   src.Sale
    GROUP BY DayId, Store;

    -- a day that comes again replaces what was loaded for it before
    DELETE d
    FROM   dw.StoreDay d
    WHERE  EXISTS (SELECT 1 FROM #days n WHERE n.DayId = d.DayId);

    INSERT INTO dw.StoreDay (DayId, Store, Amount, Sales)
    SELECT DayId, Store, Amount, Sales
    FROM   #days;
END
GO
