CREATE PROCEDURE q.WorkOff
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @n int;

    DELETE TOP (2) t
    OUTPUT deleted.* INTO q.Gone (Kind, Prio, State)
    FROM q.Task t
    JOIN q.Wanted w ON w.Kind = t.Kind;
    SET @n = @@ROWCOUNT;
    INSERT INTO q.Log (Step, Rows) VALUES ('gone', @n);

    UPDATE TOP (1) q.Task SET State = DEFAULT
    FROM q.Task JOIN q.Wanted w ON w.Kind = Task.Kind
    WHERE State <> 'new';
    INSERT INTO q.Log (Step, Rows) VALUES ('new', @@ROWCOUNT);

    WITH f AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Kind ORDER BY Prio) AS no FROM q.Task)
    UPDATE f SET Prio = no WHERE no > 1;
    INSERT INTO q.Log (Step, Rows) VALUES ('prio', @@ROWCOUNT);
END
