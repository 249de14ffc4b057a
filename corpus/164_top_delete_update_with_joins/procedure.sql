CREATE PROCEDURE dbo.TrimQueue
AS
BEGIN
    SET NOCOUNT ON;

    INSERT dbo.WorkQueue SELECT n.Id, n.Kind, n.Age, 'waiting' FROM dbo.NewWork n WHERE NOT EXISTS (SELECT 1 FROM dbo.WorkQueue q WHERE q.Id = n.Id);

    DELETE TOP (1000) q
    FROM   dbo.WorkQueue q
    JOIN   dbo.Rule_ r ON r.Kind = q.Kind
    WHERE  q.Age > r.MaxAge AND q.State = 'waiting';

    WITH pending AS (
        SELECT TOP (50) PERCENT q.Id, q.State
        FROM   dbo.WorkQueue q
        WHERE  q.State = 'waiting'
        ORDER BY q.Age DESC, q.Id
    )
    UPDATE pending SET State = 'started';

    UPDATE TOP (100) PERCENT q
    SET    State = 'blocked'
    FROM   dbo.WorkQueue q
    LEFT JOIN dbo.Rule_ r ON r.Kind = q.Kind
    WHERE  r.Kind IS NULL AND q.State = 'waiting';
END
GO
