CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    SELECT COALESCE(c.Code, i.Code) AS Code, i.City, i.Credit
    INTO   #merged
    FROM   dbo.CustomerIn i
    LEFT JOIN dbo.Customer c ON c.Code = i.Code;

    DELETE c FROM dbo.Customer c WHERE c.Code IN (SELECT Code FROM #merged);
    INSERT INTO dbo.Customer (Code, City, Credit) SELECT Code, City, Credit FROM #merged;
END
GO
