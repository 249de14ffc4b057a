CREATE PROCEDURE dbo.Countdown @n int = NULL
AS
BEGIN
    IF @n IS NULL SELECT @n = MAX(N) FROM dbo.Start_;
    INSERT INTO dbo.Tick (N) VALUES (@n);
    SET @n = @n - 1;
    IF @n > 0 EXEC dbo.Countdown @n;
END
GO
