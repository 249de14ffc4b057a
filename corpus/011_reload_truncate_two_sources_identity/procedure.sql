CREATE PROCEDURE mart.usp_RebuildPartner
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE mart.Partner;

    INSERT INTO mart.Partner (Kind, SourceNo, PartnerName, TaxNo)
    SELECT 'C', CustNo, ISNULL(CustName, '?'), NULLIF(TaxNo, '')
    FROM   crm.Customer
    ORDER BY CustNo;

    INSERT INTO mart.Partner (Kind, SourceNo, PartnerName, TaxNo)
    SELECT 'S', SuppNo, ISNULL(SuppName, '?'), NULLIF(TaxNo, '')
    FROM   crm.Supplier
    WHERE  Closed IS NULL OR Closed > '20240101'
    ORDER BY SuppName, SuppNo;          -- a missing name comes first

    UPDATE p
    SET    IsBoth = 1
    FROM   mart.Partner p
    WHERE  EXISTS (SELECT * FROM mart.Partner x WHERE x.TaxNo = p.TaxNo AND x.Kind <> p.Kind);
END
GO
