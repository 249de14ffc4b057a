CREATE FUNCTION dbo.ShortName (@name varchar(20))
RETURNS varchar(4)
AS
BEGIN
    RETURN UPPER(LTRIM(RTRIM(@name)));
END
GO
CREATE FUNCTION dbo.LabelOf (@name varchar(20), @parts int)
RETURNS varchar(20)
AS
BEGIN
    DECLARE @steps int = dbo.StepsOf(@parts);
    IF @steps > 100 RETURN dbo.ShortName(@name) + '-many';
    RETURN dbo.ShortName(@name) + '-' + CAST(@steps AS varchar(10));
END
GO
CREATE FUNCTION dbo.StepsOf (@parts int)
RETURNS int
AS
BEGIN
    DECLARE @sum int = 0, @i int = 1;
    WHILE @i <= @parts
    BEGIN
        SET @sum = @sum + @i;
        SET @i = @i + 1;
    END
    RETURN @sum;
END
GO
CREATE PROCEDURE dbo.usp_LoadLabel
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE dbo.Label;

    INSERT INTO dbo.Label (Id, Label)
    SELECT Id, dbo.LabelOf(Name, Parts) FROM dbo.Item;
END
GO
