CREATE PROCEDURE dbo.GetVisits
AS
SELECT Page, Hits FROM dbo.VisitIn;
GO
CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    INSERT INTO dbo.Visit (Page, Hits) EXEC dbo.GetVisits;
END
GO
