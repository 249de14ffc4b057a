CREATE PROCEDURE dbo.usp_Load @Month date
AS
BEGIN
    DELETE FROM dbo.Posting WHERE YEAR(Day_) = YEAR(@Month) AND MONTH(Day_) = MONTH(@Month);
    INSERT INTO dbo.Posting (Day_, Amount)
    SELECT Day_, Amount FROM dbo.PostingIn WHERE YEAR(Day_) = YEAR(@Month) AND MONTH(Day_) = MONTH(@Month);
END
GO
