CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    UPDATE v
    SET    IsDeleted = CASE WHEN i.Code IS NULL THEN 1 ELSE 0 END
    FROM   dbo.Vendor AS v
    LEFT JOIN dbo.VendorIn AS i ON i.Code = v.Code;

    INSERT INTO dbo.Vendor (Code, Name, IsDeleted)
    SELECT i.Code, i.Name, 0
    FROM   dbo.VendorIn AS i
    LEFT JOIN dbo.Vendor AS v ON v.Code = i.Code
    WHERE  v.Code IS NULL;
END
GO
