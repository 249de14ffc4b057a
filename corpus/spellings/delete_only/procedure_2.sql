CREATE PROCEDURE dbo.usp_Load
AS
DELETE s
FROM   dbo.Session_ AS s
INNER JOIN dbo.Revoked AS r ON r.Token = s.Token;
GO
