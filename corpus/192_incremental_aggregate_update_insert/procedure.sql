CREATE PROCEDURE dbo.AddClicks
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @from bigint, @to bigint;

    IF NOT EXISTS (SELECT 1 FROM dbo.ClickWatermark)
        INSERT INTO dbo.ClickWatermark (Last_) VALUES (0);

    SELECT @from = Last_ FROM dbo.ClickWatermark;
    SELECT @to = MAX(ClickNo) FROM dbo.Click WHERE ClickNo > @from;

    IF @to IS NULL RETURN;

    SELECT ISNULL(Page, '') AS Page, COUNT(*) AS Clicks, SUM(Seconds) AS Seconds, MAX(Seconds) AS Longest
    INTO   #delta
    FROM   dbo.Click
    WHERE  ClickNo > @from AND ClickNo <= @to
    GROUP BY ISNULL(Page, '');

    UPDATE t
    SET    Clicks = t.Clicks + d.Clicks,
           Seconds = ISNULL(t.Seconds, 0) + ISNULL(d.Seconds, 0),
           LongestSeconds = CASE WHEN d.Longest > ISNULL(t.LongestSeconds, -1) THEN d.Longest ELSE t.LongestSeconds END
    FROM   dbo.ClickTotal t
    JOIN   #delta d ON d.Page = ISNULL(t.Page, '');

    INSERT INTO dbo.ClickTotal (Page, Clicks, Seconds, LongestSeconds)
    SELECT NULLIF(d.Page, ''), d.Clicks, d.Seconds, d.Longest
    FROM   #delta d
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.ClickTotal t WHERE ISNULL(t.Page, '') = d.Page);

    UPDATE dbo.ClickWatermark SET Last_ = @to;
END
GO
