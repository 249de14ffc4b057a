CREATE PROCEDURE dw.usp_LoadFleet
AS
BEGIN
    SET NOCOUNT ON;

    MERGE INTO dw.Fleet AS t
    USING src.Truck AS s ON (t.Plate = s.Plate)
    WHEN MATCHED THEN UPDATE SET t.Payload = s.Payload, t.Depot = ISNULL(s.Depot, '-')
    WHEN NOT MATCHED BY TARGET THEN INSERT (Plate, Payload, Depot) VALUES (s.Plate, s.Payload, ISNULL(s.Depot, '-'))
    WHEN NOT MATCHED BY SOURCE THEN DELETE;

    TRUNCATE TABLE dw.FleetSummary;

    INSERT INTO dw.FleetSummary (Depot, Trucks, Payload, Average_)
    SELECT Depot, COUNT(*), SUM(Payload), AVG(Payload)
    FROM   dw.Fleet
    GROUP BY Depot;

    INSERT INTO dw.FleetSummary (Depot, Trucks, Payload, Average_)
    SELECT 'all', COUNT(*), SUM(Payload), AVG(Payload)
    FROM   dw.Fleet;
END
GO
