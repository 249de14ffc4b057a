CREATE PROCEDURE etl.LoadOneFeed @feed varchar(5), @last int OUTPUT
AS
BEGIN
    SET NOCOUNT ON;

    INSERT INTO etl.Loaded (Feed, Seq, Payload)
    SELECT Feed, Seq, Payload FROM etl.Inbox WHERE Feed = @feed AND Seq > ISNULL(@last, -1);

    SELECT @last = MAX(Seq) FROM etl.Inbox WHERE Feed = @feed AND Seq > ISNULL(@last, -1) HAVING COUNT(*) > 0;
END
GO
CREATE PROCEDURE etl.LoadFeeds
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @feed varchar(5), @last int, @before int;

    INSERT INTO etl.FeedState (Feed, LastSeq, Loads)
    SELECT a.Feed, NULL, 0 FROM etl.ActiveFeed a WHERE NOT EXISTS (SELECT 1 FROM etl.FeedState s WHERE s.Feed = a.Feed);

    DECLARE feeds CURSOR LOCAL STATIC READ_ONLY FORWARD_ONLY FOR
        SELECT s.Feed, s.LastSeq FROM etl.FeedState s JOIN etl.ActiveFeed a ON a.Feed = s.Feed ORDER BY s.Feed;
    OPEN feeds;
    FETCH NEXT FROM feeds INTO @feed, @last;

    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @before = @last;
        EXEC etl.LoadOneFeed @feed = @feed, @last = @last OUTPUT;

        IF ISNULL(@before, -1) <> ISNULL(@last, -1)
            UPDATE etl.FeedState SET LastSeq = @last, Loads = Loads + 1 WHERE Feed = @feed;

        FETCH NEXT FROM feeds INTO @feed, @last;
    END

    CLOSE feeds;
    DEALLOCATE feeds;
END
GO
