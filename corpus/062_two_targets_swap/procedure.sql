CREATE PROCEDURE bench.RotateShifts
AS
BEGIN
    SET NOCOUNT ON;

    SELECT WorkerNo, Skill, Weeks
    INTO   #a
    FROM   bench.ShiftA;

    DELETE FROM bench.ShiftA;

    INSERT INTO bench.ShiftA (WorkerNo, Skill, Weeks)
    SELECT WorkerNo, Skill, Weeks + 1
    FROM   bench.ShiftB;

    DELETE FROM bench.ShiftB;

    INSERT INTO bench.ShiftB (WorkerNo, Skill, Weeks)
    SELECT WorkerNo, Skill, Weeks + 1
    FROM   #a;

    INSERT INTO bench.ShiftA (WorkerNo, Skill, Weeks)
    SELECT n.WorkerNo, n.Skill, 0
    FROM   bench.Newcomer n
    WHERE  NOT EXISTS (SELECT 1 FROM bench.ShiftA a WHERE a.WorkerNo = n.WorkerNo)
      AND  NOT EXISTS (SELECT 1 FROM bench.ShiftB b WHERE b.WorkerNo = n.WorkerNo);

    DELETE FROM bench.ShiftA WHERE WorkerNo IN (SELECT WorkerNo FROM bench.Leaver);
    DELETE FROM bench.ShiftB WHERE WorkerNo IN (SELECT WorkerNo FROM bench.Leaver);

    DROP TABLE #a;
END
GO
