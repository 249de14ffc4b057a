CREATE PROCEDURE dw.LoadPledge
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dw.Pledge;
    INSERT INTO dw.Pledge (PledgeNo, SectorName, Loaded)
    SELECT p.PledgeNo, s.SectorName, '2024-05-01'
    FROM stg.Pledge p
    LEFT JOIN stg.Sector s ON s.SectorNo = p.SectorNo
    WHERE p.Closed IS NULL AND EXISTS (SELECT 1 FROM stg.Approved a WHERE a.PledgeNo = p.PledgeNo);
END
