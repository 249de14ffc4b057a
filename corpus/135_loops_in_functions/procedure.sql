CREATE FUNCTION dbo.ufn_DigitSum (@text varchar(12)) RETURNS int
AS
BEGIN
    DECLARE @i int = 1, @sum int = 0, @c char(1);
    WHILE @i <= LEN(@text)
    BEGIN
        SET @c = SUBSTRING(@text, @i, 1);
        IF @c LIKE '[0-9]' SET @sum = @sum + CAST(@c AS int);
        SET @i = @i + 1;
    END
    RETURN @sum;
END
GO
CREATE FUNCTION dbo.ufn_MonthOf (@saved int, @goal int, @most int) RETURNS int
AS
BEGIN
    DECLARE @month int = 0, @balance int = 0;
    WHILE @month < @most
    BEGIN
        SET @month += 1;
        SET @balance += @saved;
        IF @balance >= @goal RETURN @month;
    END
    RETURN NULL;
END
GO
CREATE PROCEDURE dbo.usp_FillAccounts
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dbo.AccountOut;
    INSERT INTO dbo.AccountOut (AccountNo, DigitSum, Balance, FirstMonth)
    SELECT AccountNo, dbo.ufn_DigitSum(AccountNo), Saved * Months, dbo.ufn_MonthOf(Saved, 100, Months)
    FROM   dbo.Account;
END
GO
