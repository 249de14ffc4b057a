CREATE PROCEDURE dbo.PurgeLog @Keep int = 90
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @limit date, @n int, @total int = 0, @rounds int = 0, @today date;

    SELECT @today = MAX(Today) FROM dbo.Clock;
    SET @limit = DATEADD(day, -@Keep, @today);

    WHILE 1 = 1
    BEGIN
        DELETE TOP (3) FROM dbo.EventLog WHERE At < @limit;
        SET @n = @@ROWCOUNT;

        SET @total = @total + @n;
        SET @rounds = @rounds + 1;

        IF @n < 3
            BREAK;
    END

    INSERT INTO dbo.PurgeRun (Today, Deleted, Rounds) VALUES (@today, @total, @rounds);
END
GO
