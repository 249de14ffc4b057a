CREATE PROCEDURE dbo.usp_Load
AS
DELETE a
FROM   dbo.Address AS a
INNER JOIN dbo.Address AS b ON b.Owner_ = a.Owner_ AND b.AddressNo > a.AddressNo;
GO
