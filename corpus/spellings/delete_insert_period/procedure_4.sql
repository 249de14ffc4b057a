CREATE PROCEDURE dbo.usp_Load @Month date
AS
BEGIN
    DECLARE @first date, @last date;
    SELECT @last = EOMONTH(@Month), @first = DATEADD(day, 1, EOMONTH(@Month, -1));

    MERGE dbo.Posting AS t
    USING (SELECT Day_, Amount FROM dbo.PostingIn WHERE Day_ BETWEEN @first AND @last) AS s ON 1 = 0
    WHEN NOT MATCHED BY TARGET THEN INSERT (Day_, Amount) VALUES (s.Day_, s.Amount)
    WHEN NOT MATCHED BY SOURCE AND t.Day_ BETWEEN @first AND @last THEN DELETE;
END
GO
