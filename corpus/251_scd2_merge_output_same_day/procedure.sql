CREATE OR ALTER PROCEDURE dw.usp_MaintainDimEmployee
AS
BEGIN
    SET NOCOUNT, XACT_ABORT ON;

    CREATE TABLE #action
    (
        MergeAction nvarchar(10) NOT NULL,
        BadgeNo     char(6)      NOT NULL,
        OldStart    date         NULL,
        OldDept     varchar(10)  NULL,
        OldGrade    varchar(4)   NULL,
        NewDept     varchar(10)  NULL,
        Closed      bit          NULL
    );

    CREATE TABLE #delivery (BadgeNo char(6) NOT NULL PRIMARY KEY, FullName nvarchar(50) NULL, Dept varchar(10) NOT NULL, Grade varchar(4) NULL, ChangedOn date NOT NULL, LeaveDate date NULL);

    INSERT INTO #delivery (BadgeNo, FullName, Dept, Grade, ChangedOn, LeaveDate)
    SELECT BadgeNo, FullName, COALESCE(NULLIF(Dept, ''), 'NONE'), Grade, ChangedOn, LeaveDate
    FROM (
        SELECT e.*, ROW_NUMBER() OVER (PARTITION BY e.BadgeNo ORDER BY e.ChangedOn DESC, CASE WHEN e.LeaveDate IS NOT NULL THEN 0 ELSE 1 END, e.Dept) AS seq
        FROM stg.Employee e
    ) d
    WHERE d.seq = 1;

    MERGE dw.DimEmployee WITH (HOLDLOCK) AS tgt
    USING #delivery AS src
       ON tgt.BadgeNo = src.BadgeNo AND tgt.CurrentFlag = 'Y'
    WHEN MATCHED AND src.ChangedOn = tgt.StartDate AND src.LeaveDate IS NULL
                 AND EXISTS (SELECT src.FullName, src.Dept, src.Grade EXCEPT SELECT tgt.FullName, tgt.Dept, tgt.Grade)
        THEN UPDATE SET FullName = src.FullName, Dept = src.Dept, Grade = src.Grade, ChangeReason = 'CORRECTED'
    WHEN MATCHED AND src.ChangedOn >= tgt.StartDate
                 AND (src.LeaveDate IS NOT NULL
                      OR (src.ChangedOn > tgt.StartDate
                          AND EXISTS (SELECT src.FullName, src.Dept, src.Grade EXCEPT SELECT tgt.FullName, tgt.Dept, tgt.Grade)))
        THEN UPDATE SET EndDate = COALESCE(src.LeaveDate, DATEADD(DAY, -1, src.ChangedOn)),
                        CurrentFlag = 'N',
                        ChangeReason = IIF(src.LeaveDate IS NULL, tgt.ChangeReason, 'LEFT')
    WHEN NOT MATCHED BY TARGET AND src.LeaveDate IS NULL
        THEN INSERT (BadgeNo, FullName, Dept, Grade, StartDate, CurrentFlag, ChangeReason)
             VALUES (src.BadgeNo, src.FullName, src.Dept, src.Grade, src.ChangedOn, 'Y', 'NEW')
    OUTPUT $action, inserted.BadgeNo, deleted.StartDate, deleted.Dept, deleted.Grade, src.Dept,
           CASE WHEN inserted.CurrentFlag = 'N' THEN 1 ELSE 0 END
      INTO #action (MergeAction, BadgeNo, OldStart, OldDept, OldGrade, NewDept, Closed);

    INSERT INTO dw.DimEmployee (BadgeNo, FullName, Dept, Grade, StartDate, EndDate, CurrentFlag, ChangeReason)
    SELECT d.BadgeNo, d.FullName, d.Dept, d.Grade, d.ChangedOn, NULL, 'Y', 'CHANGED'
    FROM #action a
    JOIN #delivery d ON d.BadgeNo = a.BadgeNo
    WHERE a.MergeAction = N'UPDATE' AND a.Closed = 1 AND d.LeaveDate IS NULL;

    INSERT INTO dw.DimEmployeeChange (BadgeNo, MergeAction, OldDept, NewDept, OldGrade, ChangedOn)
    SELECT a.BadgeNo, CASE WHEN a.Closed = 1 THEN N'CLOSE' ELSE a.MergeAction END, a.OldDept, a.NewDept, a.OldGrade, d.ChangedOn
    FROM #action a
    LEFT JOIN #delivery d ON d.BadgeNo = a.BadgeNo AND d.ChangedOn > ISNULL(a.OldStart, '19000101');

    DROP TABLE #action, #delivery;
END
