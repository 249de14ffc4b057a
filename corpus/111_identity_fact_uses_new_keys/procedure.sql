CREATE PROCEDURE dw.LoadTicketSales AS
BEGIN
    SET NOCOUNT ON;

    MERGE dw.DimEvent AS d
    USING stg.Event AS s ON d.EventCode = s.EventCode
    WHEN MATCHED AND (ISNULL(d.EventName, N'') <> ISNULL(s.EventName, N'') OR ISNULL(d.Starts, '19000101') <> ISNULL(s.Starts, '19000101'))
        THEN UPDATE SET EventName = s.EventName, Starts = s.Starts;

    INSERT INTO dw.DimEvent (EventCode, EventName, Starts)
    SELECT s.EventCode, s.EventName, s.Starts
    FROM   stg.Event s
    LEFT JOIN dw.DimEvent d ON d.EventCode = s.EventCode
    WHERE  d.EventKey IS NULL
    ORDER BY s.Starts, s.EventCode;

    INSERT INTO dw.FactTicketSale (SaleRef, EventKey, Seats)
    SELECT s.SaleRef, ISNULL(d.EventKey, 0), s.Seats
    FROM   stg.Sale s
    LEFT JOIN dw.DimEvent d ON d.EventCode = s.EventCode
    WHERE  s.SaleRef NOT IN (SELECT SaleRef FROM dw.FactTicketSale)
    ORDER BY s.SaleRef;
END
GO
