CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @code varchar(8), @city varchar(20), @credit int;
    DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Code, City, Credit FROM dbo.CustomerIn;
    OPEN c;
    FETCH NEXT FROM c INTO @code, @city, @credit;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF EXISTS (SELECT 1 FROM dbo.Customer WHERE Code = @code)
            UPDATE dbo.Customer SET City = @city, Credit = @credit WHERE Code = @code;
        ELSE
            INSERT INTO dbo.Customer (Code, City, Credit) VALUES (@code, @city, @credit);
        FETCH NEXT FROM c INTO @code, @city, @credit;
    END
    CLOSE c;
    DEALLOCATE c;
END
GO
