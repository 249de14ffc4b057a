CREATE PROCEDURE dbo.usp_Load @Month date
AS
BEGIN
    DECLARE @from date = DATEFROMPARTS(YEAR(@Month), MONTH(@Month), 1);
    DECLARE @to date = DATEADD(month, 1, @from);

    DELETE p FROM dbo.Posting AS p WHERE p.Day_ >= @from AND p.Day_ < @to;
    INSERT dbo.Posting SELECT i.Day_, i.Amount FROM dbo.PostingIn AS i WHERE i.Day_ >= @from AND i.Day_ < @to;
END
GO
