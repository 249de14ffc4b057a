CREATE FUNCTION dbo.LuhnTotal (@text varchar(20))
RETURNS int
AS
BEGIN
    DECLARE @t varchar(20) = LTRIM(RTRIM(@text)), @i int, @sum int = 0, @digit int, @dbl bit = 0;

    IF @t IS NULL OR @t = '' OR @t LIKE '%[^0-9]%'
        RETURN NULL;

    SET @i = LEN(@t);
    WHILE @i > 0
    BEGIN
        SET @digit = CAST(SUBSTRING(@t, @i, 1) AS int);
        IF @dbl = 1
        BEGIN
            SET @digit = @digit * 2;
            IF @digit > 9 SET @digit = @digit - 9;
        END
        SET @sum = @sum + @digit;
        SET @dbl = CASE @dbl WHEN 1 THEN 0 ELSE 1 END;
        SET @i = @i - 1;
    END

    RETURN @sum;
END
GO
CREATE FUNCTION dbo.CardGrade (@text varchar(20))
RETURNS varchar(10)
AS
BEGIN
    DECLARE @total int = dbo.LuhnTotal(@text);
    IF @total IS NULL RETURN 'none';
    IF @total % 10 = 0 RETURN 'valid';
    RETURN 'invalid';
END
GO
CREATE PROCEDURE dbo.ScoreCodes
AS
BEGIN
    DELETE FROM dbo.Scored;
    INSERT INTO dbo.Scored (Card, Total, Grade)
    SELECT c.Card, dbo.LuhnTotal(c.Card), dbo.CardGrade(c.Card) FROM dbo.CardIn AS c;
END
GO
