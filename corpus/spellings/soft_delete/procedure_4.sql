CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    CREATE TABLE #gone (Code varchar(8) NOT NULL);
    INSERT INTO #gone SELECT Code FROM dbo.Vendor EXCEPT SELECT Code FROM dbo.VendorIn;

    UPDATE dbo.Vendor SET IsDeleted = 0;
    UPDATE v SET IsDeleted = 1 FROM dbo.Vendor v JOIN #gone g ON g.Code = v.Code;

    INSERT INTO dbo.Vendor
    SELECT i.Code, i.Name, 0 FROM dbo.VendorIn i WHERE NOT EXISTS (SELECT 1 FROM dbo.Vendor v WHERE v.Code = i.Code);
END
GO
