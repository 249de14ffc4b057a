CREATE PROCEDURE dbo.usp_Load
AS
WITH doomed AS (
    SELECT s.Token FROM dbo.Session_ AS s WHERE EXISTS (SELECT 1 FROM dbo.Revoked AS r WHERE r.Token = s.Token)
)
DELETE FROM doomed;
GO
