CREATE PROCEDURE dw.BuildProjectStaffBridge
AS
BEGIN
    SET NOCOUNT ON;

    SELECT x.ProjectNo,
           STRING_AGG(CAST(x.EmpNo AS varchar(10)), ',') WITHIN GROUP (ORDER BY x.EmpNo) AS Members,
           COUNT(*) AS Heads
    INTO #team
    FROM (SELECT DISTINCT ProjectNo, EmpNo FROM stg.ProjectStaff WHERE EmpNo IS NOT NULL) x
    GROUP BY x.ProjectNo;

    INSERT INTO dw.DimStaffGroup (Members)
    SELECT DISTINCT ISNULL(t.Members, '-')
    FROM stg.Project p
    LEFT JOIN #team t ON t.ProjectNo = p.ProjectNo
    WHERE NOT EXISTS (SELECT 1 FROM dw.DimStaffGroup g WHERE g.Members = ISNULL(t.Members, '-'))
    ORDER BY ISNULL(t.Members, '-');

    INSERT INTO dw.BridgeStaffGroup (GroupKey, EmpNo, Weight)
    SELECT DISTINCT g.GroupKey, s.EmpNo, CAST(1.0 / t.Heads AS decimal(5,4))
    FROM dw.DimStaffGroup g
    JOIN #team t ON t.Members = g.Members
    JOIN stg.ProjectStaff s ON s.ProjectNo = t.ProjectNo AND s.EmpNo IS NOT NULL
    WHERE NOT EXISTS (SELECT 1 FROM dw.BridgeStaffGroup b WHERE b.GroupKey = g.GroupKey AND b.EmpNo = s.EmpNo)
      AND EXISTS (SELECT 1 FROM stg.Project p WHERE p.ProjectNo = t.ProjectNo);

    DELETE FROM dw.FactProject;

    INSERT INTO dw.FactProject (ProjectNo, GroupKey, Budget)
    SELECT p.ProjectNo, g.GroupKey, ISNULL(p.Budget, 0)
    FROM stg.Project p
    LEFT JOIN #team t ON t.ProjectNo = p.ProjectNo
    JOIN dw.DimStaffGroup g ON g.Members = ISNULL(t.Members, '-');
END
GO
