CREATE PROCEDURE dbo.usp_Load
AS
DELETE FROM dbo.Address WHERE AddressNo NOT IN (SELECT MAX(AddressNo) FROM dbo.Address GROUP BY Owner_);
GO
