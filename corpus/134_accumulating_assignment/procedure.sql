CREATE PROCEDURE dbo.usp_TagLine
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @labels varchar(40) = '', @points int = 100, @seen int = 0, @last varchar(10);

    -- each row goes on from the values of the row before it
    SELECT @labels = @labels + ISNULL(Label, '?') + ';',
           @points = @points - @points * Weight / 100,
           @seen = @seen + 1
    FROM   dbo.Tag
    WHERE  Weight < 90
    ORDER BY Weight DESC, TagNo;

    DELETE FROM dbo.TagLine;
    INSERT INTO dbo.TagLine (LineNo_, Labels, Points, Seen) VALUES (1, @labels, @points, @seen);

    SET @labels = NULL;
    SELECT @labels = COALESCE(@labels + '/', '') + Label FROM dbo.Tag WHERE Label LIKE 'b%' ORDER BY Label;
    INSERT INTO dbo.TagLine (LineNo_, Labels) VALUES (2, @labels);
END
GO
