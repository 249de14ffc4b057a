CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @n int = 1;

    WHILE @n > 0
    BEGIN
        DELETE a
        FROM   dbo.Address a
        JOIN   (SELECT Owner_, MIN(AddressNo) AS Lowest FROM dbo.Address GROUP BY Owner_ HAVING COUNT(*) > 1) d
               ON d.Owner_ = a.Owner_ AND d.Lowest = a.AddressNo;
        SET @n = @@ROWCOUNT;
    END
END
GO
