CREATE PROCEDURE q.Age AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @kind varchar(10), @prio int;
    DECLARE c CURSOR FOR SELECT Kind, Prio FROM q.Task WHERE Prio > 1 ORDER BY Prio, Note FOR UPDATE OF Prio, Note;
    OPEN c;
    FETCH NEXT FROM c INTO @kind, @prio;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF @prio > 5
            DELETE FROM q.Task WHERE CURRENT OF c;
        ELSE
        BEGIN
            UPDATE q.Task SET Prio = Prio + 1, Note = ISNULL(Note, '') + '+' WHERE CURRENT OF c;
            IF @kind = 'b' UPDATE q.Task SET Note = CONCAT(Note, Prio) WHERE CURRENT OF c;
        END
        INSERT INTO q.Seen (Kind, Prio, Rows) SELECT @kind, @prio, COUNT(*) FROM q.Task WHERE Kind = @kind;
        FETCH NEXT FROM c INTO @kind, @prio;
    END
    CLOSE c;
    DEALLOCATE c;
END
