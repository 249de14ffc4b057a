CREATE PROCEDURE dbo.usp_SumTill
    @Day    date,
    @Rows   int OUTPUT,
    @Total  decimal(12,2) = NULL OUTPUT,
    @Factor int = 1
AS
BEGIN
    IF NOT EXISTS (SELECT 1 FROM dbo.Till WHERE Day_ = @Day)
        RETURN 1;

    SELECT @Rows = COUNT(*), @Total = SUM(Amount) * @Factor FROM dbo.Till WHERE Day_ = @Day;

    IF EXISTS (SELECT 1 FROM dbo.Till WHERE Day_ = @Day AND Amount IS NULL)
        RETURN 2;

    RETURN 0;
END
GO
CREATE PROCEDURE dbo.usp_CloseDay @Day date
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @rc int, @rows int = -1, @sum decimal(12,2);

    EXEC @rc = dbo.usp_SumTill @Total = @sum OUTPUT, @Day = @Day, @Rows = @rows OUTPUT;

    IF @rc <> 0
        INSERT INTO dbo.DayIssue (Day_, Code, RowCount_) VALUES (@Day, @rc, @rows);

    IF @rc IN (0, 2)
    BEGIN
        DELETE FROM dbo.DayTotal WHERE Day_ = @Day;
        INSERT INTO dbo.DayTotal (Day_, RowCount_, Total) VALUES (@Day, @rows, @sum);
    END
END
GO
