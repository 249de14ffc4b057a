CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    UPDATE dbo.Vendor SET IsDeleted = 1
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.VendorIn i WHERE i.Code = Vendor.Code) AND IsDeleted = 0;

    UPDATE dbo.Vendor SET IsDeleted = 0
    WHERE  EXISTS (SELECT 1 FROM dbo.VendorIn i WHERE i.Code = Vendor.Code) AND IsDeleted = 1;

    INSERT INTO dbo.Vendor (Code, Name, IsDeleted)
    SELECT Code, Name, 0 FROM dbo.VendorIn WHERE Code NOT IN (SELECT Code FROM dbo.Vendor);
END
GO
