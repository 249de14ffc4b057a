CREATE PROCEDURE dw.KeepShared AS
BEGIN
    TRUNCATE TABLE dw.Shift;
    INSERT INTO dw.Shift SELECT Id, Team, Hours FROM stg.Shift;
    DELETE w FROM (SELECT *, COUNT(*) OVER (PARTITION BY Team) AS c FROM dw.Shift) w WHERE w.c = 1 AND Team IS NOT NULL;
END
