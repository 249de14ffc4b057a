CREATE PROCEDURE dbo.StageAndPublish @Publish bit = 0
AS
BEGIN
    SET NOCOUNT ON;

    DELETE FROM dbo.RunState;
    TRUNCATE TABLE dbo.Staged;
    INSERT INTO dbo.Staged (K, V) SELECT K, V FROM dbo.Feed;

    IF @@ROWCOUNT = 0
    BEGIN
        INSERT INTO dbo.RunState VALUES ('empty');
        RETURN;
    END

    INSERT INTO dbo.RunState VALUES ('staged');

    IF @Publish <> 1 OR EXISTS (SELECT 1 FROM dbo.Freeze WHERE Frozen = 1)
        RETURN;

    DELETE p FROM dbo.Published p WHERE EXISTS (SELECT 1 FROM dbo.Staged s WHERE s.K = p.K);
    INSERT INTO dbo.Published (K, Total) SELECT K, SUM(V) FROM dbo.Staged GROUP BY K;
    UPDATE dbo.RunState SET Step = 'published';
END
GO
