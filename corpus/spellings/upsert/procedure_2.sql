CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    UPDATE c
    SET    City = i.City, Credit = i.Credit
    FROM   dbo.Customer AS c
    INNER JOIN dbo.CustomerIn AS i ON i.Code = c.Code;

    INSERT INTO dbo.Customer (Code, City, Credit)
    SELECT i.Code, i.City, i.Credit
    FROM   dbo.CustomerIn AS i
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Customer AS c WHERE c.Code = i.Code);
END
GO
