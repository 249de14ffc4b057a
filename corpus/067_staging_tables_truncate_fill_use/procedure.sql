CREATE PROCEDURE etl.usp_Supplier_Reset
AS
BEGIN
    TRUNCATE TABLE wrk.SupplierClean;
    TRUNCATE TABLE wrk.SupplierReject;
END
GO
CREATE PROCEDURE etl.usp_Supplier_Load
AS
BEGIN
    SET NOCOUNT ON;
    EXEC etl.usp_Supplier_Reset;

    INSERT INTO wrk.SupplierReject (SuppNo, Reason)
    SELECT SuppNo,
           CASE WHEN SuppName IS NULL THEN 'no name'
                WHEN Country IS NULL OR Country = '' THEN 'no country'
                ELSE 'older version' END
    FROM   src.Supplier s
    WHERE  SuppName IS NULL
       OR  ISNULL(Country, '') = ''
       OR  EXISTS (SELECT 1 FROM src.Supplier n WHERE n.SuppNo = s.SuppNo AND n.Seq > s.Seq);

    INSERT INTO wrk.SupplierClean (SuppNo, SuppName, VatNo, Country)
    SELECT s.SuppNo, s.SuppName, REPLACE(REPLACE(REPLACE(s.VatNo, '.', ''), ' ', ''), '-', ''), UPPER(s.Country)
    FROM   src.Supplier s
    INNER JOIN (SELECT SuppNo, MAX(Seq) AS Seq FROM src.Supplier GROUP BY SuppNo) m ON m.SuppNo = s.SuppNo AND m.Seq = s.Seq
    WHERE  s.SuppName IS NOT NULL AND s.Country <> '';

    UPDATE wrk.SupplierClean
    SET    VatNo = Country + VatNo
    WHERE  VatNo NOT LIKE '[A-Z][A-Z]%';

    UPDATE wrk.SupplierClean SET VatNo = NULL WHERE LEN(VatNo) < 5;

    MERGE dw.Supplier AS t
    USING wrk.SupplierClean AS s ON t.SuppNo = s.SuppNo
    WHEN MATCHED THEN UPDATE SET SuppName = s.SuppName, VatNo = ISNULL(s.VatNo, t.VatNo), Country = s.Country
    WHEN NOT MATCHED THEN INSERT (SuppNo, SuppName, VatNo, Country) VALUES (s.SuppNo, s.SuppName, s.VatNo, s.Country);
END
GO
