CREATE PROCEDURE job.Work AS
BEGIN
    DECLARE @id int = 0, @tries int;

    INSERT INTO job.Task (Name) SELECT Name FROM stg.Ask WHERE Name NOT IN (SELECT Name FROM job.Task) ORDER BY Prio DESC, Name;

    WHILE 1 = 1
    BEGIN
        SELECT TOP (1) @id = TaskId, @tries = Tries FROM job.Task WHERE TaskId > @id ORDER BY TaskId;
        IF @@ROWCOUNT = 0 BREAK;
        IF @tries > 0 GOTO finish;
        UPDATE job.Task SET Tries = Tries + 1 WHERE TaskId = @id;
        CONTINUE;
    finish:
        UPDATE job.Task SET Finished = 1 WHERE TaskId = @id;
    END

    DELETE FROM job.Task OUTPUT deleted.TaskId, deleted.Name, deleted.Tries INTO job.Done (TaskId, Name, Tries) WHERE Finished = 1;
END
