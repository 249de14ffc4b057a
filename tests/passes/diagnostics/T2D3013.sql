CREATE TABLE dbo.T (Id int, V int);
GO
CREATE PROCEDURE dbo.P AS
IF EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID('dbo.T') AND name = 'V') UPDATE dbo.T SET V = 0;
