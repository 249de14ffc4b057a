CREATE PROCEDURE dbo.PickRegions @List varchar(100)
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @rest varchar(101) = @List + ',', @at int, @part varchar(100);
    DECLARE @parts TABLE (Part varchar(100) NOT NULL);

    DELETE FROM dbo.Picked;

    INSERT INTO dbo.Picked (Code, Way)
    SELECT r.Code, 'split'
    FROM   dbo.Region AS r
    WHERE  r.Code IN (SELECT LTRIM(RTRIM(value)) FROM STRING_SPLIT(@List, ',') WHERE LTRIM(RTRIM(value)) <> '');

    SET @at = CHARINDEX(',', @rest);
    WHILE @at > 0
    BEGIN
        SET @part = LTRIM(RTRIM(LEFT(@rest, @at - 1)));
        IF @part <> '' INSERT INTO @parts (Part) VALUES (@part);
        SET @rest = SUBSTRING(@rest, @at + 1, 100);
        SET @at = CHARINDEX(',', @rest);
    END

    INSERT INTO dbo.Picked (Code, Way)
    SELECT r.Code, 'loop' FROM dbo.Region AS r JOIN @parts AS p ON p.Part = r.Code;
END
GO
