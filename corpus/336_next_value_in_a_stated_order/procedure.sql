CREATE PROCEDURE dw.LoadLot AS
BEGIN
    INSERT INTO dw.Lot (LotNo, Code, Made)
    SELECT NEXT VALUE FOR dw.LotNo OVER (ORDER BY s.Made DESC, s.Code), s.Code, s.Made
    FROM stg.Lot s
    WHERE NOT EXISTS (SELECT 1 FROM dw.Lot d WHERE d.Code = s.Code);
END
