CREATE PROCEDURE dbo.CountFeeds
AS
BEGIN
    DECLARE @feed sysname, @col sysname, @no int = 0, @sql nvarchar(max);

    DELETE FROM dbo.FeedCount;

    DECLARE feeds CURSOR LOCAL FAST_FORWARD FOR
        SELECT v.Feed, v.Col
        FROM  (VALUES (N'FeedB', N'Cost', 2), (N'FeedA', N'Amount', 1)) AS v (Feed, Col, Ord)
        ORDER BY v.Ord;
    OPEN feeds;
    FETCH NEXT FROM feeds INTO @feed, @col;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @no += 1;
        SET @sql = N'INSERT INTO dbo.FeedCount (No, Feed, N, Total) SELECT ' + CAST(@no AS nvarchar(10)) + N', ''' + @feed + N''', COUNT(*), SUM(' + QUOTENAME(@col) + N') FROM dbo.' + QUOTENAME(@feed);
        EXEC sp_executesql @sql;
        FETCH NEXT FROM feeds INTO @feed, @col;
    END;
    CLOSE feeds;
    DEALLOCATE feeds;

    INSERT INTO dbo.FeedCount (No, Feed, N) VALUES (@no + 1, 'last ' + RIGHT(@feed, 1), 0);
END
GO
