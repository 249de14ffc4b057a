CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    SELECT a.AddressNo, a.Owner_, a.Street
    INTO   #keep
    FROM   dbo.Address a
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Address b WHERE b.Owner_ = a.Owner_ AND b.AddressNo > a.AddressNo);

    TRUNCATE TABLE dbo.Address;
    INSERT INTO dbo.Address (AddressNo, Owner_, Street) SELECT AddressNo, Owner_, Street FROM #keep;
END
GO
