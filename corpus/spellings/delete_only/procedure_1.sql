CREATE PROCEDURE dbo.usp_Load
AS
DELETE FROM dbo.Session_ WHERE Token IN (SELECT Token FROM dbo.Revoked);
GO
