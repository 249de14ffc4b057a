CREATE PROCEDURE dw.MergeDimTariff
AS
BEGIN
    SET NOCOUNT ON;

    INSERT INTO dw.DimTariff (TariffCode, Price, Unit, ValidFrom, ValidTo, IsCurrent)
    SELECT m.TariffCode, m.Price, m.Unit, m.ValidFrom, NULL, 1
    FROM
    (
        MERGE dw.DimTariff AS d
        USING stg.Tariff AS s
        ON (d.TariffCode = s.TariffCode AND d.IsCurrent = 1)
        WHEN MATCHED AND (d.Price <> s.Price OR (d.Price IS NULL AND s.Price IS NOT NULL) OR (d.Price IS NOT NULL AND s.Price IS NULL)) THEN
            UPDATE SET d.IsCurrent = 0, d.ValidTo = s.ValidFrom
        WHEN NOT MATCHED BY TARGET THEN
            INSERT (TariffCode, Price, Unit, ValidFrom, IsCurrent)
            VALUES (s.TariffCode, s.Price, s.Unit, s.ValidFrom, 1)
        OUTPUT $action AS MergeAction, s.TariffCode, s.Price, s.Unit, s.ValidFrom
    ) AS m (MergeAction, TariffCode, Price, Unit, ValidFrom)
    WHERE m.MergeAction = 'UPDATE';
END
GO
