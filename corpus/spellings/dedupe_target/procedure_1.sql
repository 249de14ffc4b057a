CREATE PROCEDURE dbo.usp_Load
AS
WITH numbered AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Owner_ ORDER BY AddressNo DESC) AS rn FROM dbo.Address)
DELETE FROM numbered WHERE rn > 1;
GO
