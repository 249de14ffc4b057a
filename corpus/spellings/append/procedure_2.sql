CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @v TABLE (Page varchar(20) NULL, Hits int NULL);

    INSERT INTO @v SELECT Page, Hits FROM dbo.VisitIn WHERE Hits > 0;
    INSERT INTO @v SELECT Page, Hits FROM dbo.VisitIn WHERE Hits <= 0 OR Hits IS NULL;

    INSERT INTO dbo.Visit (Hits, Page) SELECT v.Hits, v.Page FROM @v AS v;
END
GO
