CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    INSERT dbo.Customer (Code)
    SELECT i.Code FROM dbo.CustomerIn i LEFT JOIN dbo.Customer c ON c.Code = i.Code WHERE c.Code IS NULL;

    WITH both_ AS (
        SELECT c.City, c.Credit, i.City AS NewCity, i.Credit AS NewCredit
        FROM   dbo.Customer c JOIN dbo.CustomerIn i ON i.Code = c.Code
    )
    UPDATE both_ SET City = NewCity, Credit = NewCredit;
END
GO
