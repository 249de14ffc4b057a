CREATE PROCEDURE dw.TrackShipment
AS
BEGIN
    SET NOCOUNT ON;

    SELECT ShipNo,
           MIN(CASE WHEN Kind = 'O' THEN At END) AS Ordered,
           MIN(CASE WHEN Kind = 'P' THEN At END) AS Packed,
           MAX(CASE WHEN Kind = 'D' THEN At END) AS Delivered,
           COUNT(*) AS Cnt
    INTO   #ev
    FROM   dw.ShipEvent
    GROUP BY ShipNo;

    INSERT INTO dw.ShipmentTrack (ShipNo, Events)
    SELECT e.ShipNo, 0 FROM #ev e LEFT JOIN dw.ShipmentTrack t ON t.ShipNo = e.ShipNo WHERE t.ShipNo IS NULL;

    UPDATE t
    SET    Ordered   = ISNULL(t.Ordered, e.Ordered),
           Packed    = ISNULL(t.Packed, e.Packed),
           Delivered = CASE WHEN e.Delivered > t.Delivered OR t.Delivered IS NULL THEN e.Delivered ELSE t.Delivered END,
           Events    = t.Events + e.Cnt
    FROM   dw.ShipmentTrack t
    JOIN   #ev e ON e.ShipNo = t.ShipNo;

    UPDATE t
    SET    HoursToPack = DATEDIFF(hour, t.Ordered, t.Packed),
           DaysTotal   = DATEDIFF(day, t.Ordered, t.Delivered)
    FROM   dw.ShipmentTrack t
    WHERE  t.ShipNo IN (SELECT ShipNo FROM #ev);
END
GO
