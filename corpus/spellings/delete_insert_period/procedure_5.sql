CREATE PROCEDURE dbo.usp_Load @Month date
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @day date = DATEADD(month, DATEDIFF(month, 0, @Month), 0), @end date = EOMONTH(@Month);

    WHILE @day <= @end
    BEGIN
        DELETE FROM dbo.Posting WHERE Day_ = @day;
        INSERT INTO dbo.Posting (Day_, Amount) SELECT Day_, Amount FROM dbo.PostingIn WHERE Day_ = @day;
        SET @day = DATEADD(day, 1, @day);
    END
END
GO
