CREATE PROCEDURE dbo.usp_LoadShipment
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE dbo.Shipment;

    INSERT INTO dbo.Shipment (Id, Kind, Qty, Value, SentOn, ArrivedOn)
    SELECT Id, Kind, Qty, Qty * Price, SentOn, ArrivedOn
    FROM dbo.Delivery
    WHERE Qty > 0 OR Qty IS NULL;
END
GO
