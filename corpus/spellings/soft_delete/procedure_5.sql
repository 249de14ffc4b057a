CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @code varchar(8), @name varchar(20);

    UPDATE dbo.Vendor SET IsDeleted = 1;

    DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Code, Name FROM dbo.VendorIn;
    OPEN c;
    FETCH NEXT FROM c INTO @code, @name;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        UPDATE dbo.Vendor SET IsDeleted = 0 WHERE Code = @code;
        IF @@ROWCOUNT = 0
            INSERT INTO dbo.Vendor (Code, Name, IsDeleted) VALUES (@code, @name, 0);
        FETCH NEXT FROM c INTO @code, @name;
    END
    CLOSE c;
    DEALLOCATE c;
END
GO
