CREATE PROCEDURE dbo.usp_Load @Month date
AS
BEGIN
    SET NOCOUNT ON;
    SELECT Day_, Amount INTO #p FROM dbo.PostingIn WHERE EOMONTH(Day_) = EOMONTH(@Month);
    DELETE dbo.Posting WHERE EOMONTH(Day_) = EOMONTH(@Month);
    INSERT INTO dbo.Posting (Day_, Amount) SELECT Day_, Amount FROM #p;
END
GO
