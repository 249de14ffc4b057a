CREATE PROCEDURE dbo.LoadLines
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @in int, @out int, @last bigint;

    INSERT INTO dbo.Line (LineKey, HeadId, Amount)
    SELECT s.LineKey, s.HeadId, s.Amount FROM dbo.LineIn AS s
    WHERE s.Gone = 0 AND NOT EXISTS (SELECT 1 FROM dbo.Line AS l WHERE l.LineKey = s.LineKey)
    ORDER BY s.LineKey;
    SELECT @in = @@ROWCOUNT, @last = SCOPE_IDENTITY();

    DELETE FROM l FROM dbo.Line AS l JOIN dbo.LineIn AS s ON s.LineKey = l.LineKey WHERE s.Gone = 1;
    SET @out = @@ROWCOUNT;

    INSERT INTO dbo.RunLog (Inserted, LastLine, Removed) VALUES (@in, @last, @out);
END
GO
