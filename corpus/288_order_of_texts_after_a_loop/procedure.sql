CREATE PROCEDURE dbo.RateNames
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Word varchar(20);

    DECLARE words CURSOR LOCAL FAST_FORWARD FOR SELECT Word FROM dbo.Word ORDER BY WordId;
    OPEN words;
    FETCH NEXT FROM words INTO @Word;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        -- a name has enough with nine points
        UPDATE dbo.Name SET Points = Points + LEN(@Word) WHERE Text LIKE @Word + '%' AND Points < 9;
        FETCH NEXT FROM words INTO @Word;
    END
    CLOSE words;
    DEALLOCATE words;

    INSERT INTO dbo.Name (NameId, Text, Points)
    SELECT n.NameId, n.Text, 0
    FROM dbo.NewName n
    WHERE n.Text >= 'b' AND NOT EXISTS (SELECT 1 FROM dbo.Name o WHERE o.NameId = n.NameId);

    -- the second half of the alphabet is another office's
    DELETE FROM dbo.Name WHERE Text >= 'm';
END
GO
