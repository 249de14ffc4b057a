CREATE PROCEDURE dw.LoadAgent AS
BEGIN
    SET NOCOUNT ON;

    IF NOT EXISTS (SELECT 1 FROM dw.DimAgent WHERE AgentKey = -1)
    BEGIN
        SET IDENTITY_INSERT dw.DimAgent ON;
        INSERT INTO dw.DimAgent (AgentKey, Code) VALUES (-1, 'n/a');
        SET IDENTITY_INSERT dw.DimAgent OFF;
    END

    INSERT INTO dw.DimAgent (Code)
    SELECT a.Code FROM stg.Agent a
    WHERE NOT EXISTS (SELECT 1 FROM dw.DimAgent d WHERE d.Code = a.Code)
    ORDER BY a.Code;

    INSERT INTO dw.DimDesk (Desk)
    SELECT DISTINCT a.Desk FROM stg.Agent a
    WHERE a.Desk IS NOT NULL AND a.Desk NOT IN (SELECT Desk FROM dw.DimDesk)
    ORDER BY a.Desk;
END
