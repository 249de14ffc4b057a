CREATE PROCEDURE dbo.usp_Load
AS
INSERT INTO dbo.Visit (Page, Hits)
SELECT Page, Hits FROM dbo.VisitIn;
GO
