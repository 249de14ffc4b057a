CREATE PROCEDURE dw.LoadShipment
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @last date;
    SELECT @last = MAX(f.ClosedAt) FROM ops.Feed f;

    TRUNCATE TABLE dw.Shipment;
    INSERT INTO dw.Shipment (ShipNo, ShipDay, Weight, Urgent, LoadedAt)
    SELECT s.ShipNo, s.ShippedAt, s.Weight, s.Urgent, DATEADD(day, 1, @last)
    FROM ops.Shipment s;

    -- of the history nothing is known but what is written here
    UPDATE h SET h.ShipDay = s.ShipDay
    FROM ops.History h
    JOIN dw.Shipment s ON s.ShipNo = h.ShipNo;

    INSERT INTO ops.History (ShipNo, ShipDay, Pieces)
    SELECT s.ShipNo, CAST(s.ShippedAt AS date), CAST(s.Pieces AS int)
    FROM ops.Shipment s
    WHERE NOT EXISTS (SELECT 1 FROM ops.History h WHERE h.ShipNo = s.ShipNo);
END
