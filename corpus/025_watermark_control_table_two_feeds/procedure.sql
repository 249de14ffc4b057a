-- scans and losses are read from one source with separate marks
CREATE PROCEDURE etl.usp_LoadParcels
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @ScanFrom bigint, @ScanTo bigint, @LossFrom bigint, @LossTo bigint;

    IF NOT EXISTS (SELECT 1 FROM etl.LoadControl WHERE Feed = 'SCAN')
        INSERT INTO etl.LoadControl (Feed, LastId) VALUES ('SCAN', 0);
    IF NOT EXISTS (SELECT 1 FROM etl.LoadControl WHERE Feed = 'LOSS')
        INSERT INTO etl.LoadControl (Feed, LastId) VALUES ('LOSS', 0);

    SET @ScanFrom = (SELECT LastId FROM etl.LoadControl WHERE Feed = 'SCAN');
    SET @LossFrom = (SELECT LastId FROM etl.LoadControl WHERE Feed = 'LOSS');

    SELECT @ScanTo = MAX(CASE WHEN Kind <> 'LOSS' THEN ScanId END),
           @LossTo = MAX(CASE WHEN Kind = 'LOSS' THEN ScanId END)
    FROM src.Scan;

    INSERT INTO dw.ParcelScan (ScanId, ParcelNo, Depot)
    SELECT ScanId, ParcelNo, Depot
    FROM src.Scan
    WHERE Kind <> 'LOSS' AND ScanId > @ScanFrom AND ScanId <= @ScanTo
      AND ParcelNo IS NOT NULL;

    INSERT INTO dw.ParcelLoss (ScanId, ParcelNo)
    SELECT ScanId, ParcelNo
    FROM src.Scan
    WHERE Kind = 'LOSS' AND ScanId > @LossFrom AND ScanId <= @LossTo;

    UPDATE etl.LoadControl
    SET LastId = ISNULL(@ScanTo, LastId), ChangedAt = GETDATE()
    WHERE Feed = 'SCAN';

    UPDATE etl.LoadControl
    SET LastId = ISNULL(@LossTo, LastId), ChangedAt = GETDATE()
    WHERE Feed = 'LOSS';
END
GO
