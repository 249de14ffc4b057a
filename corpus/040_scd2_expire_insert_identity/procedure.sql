-- Dim Employee: type 2 on Team and Grade, type 1 on the name
CREATE PROCEDURE dw.usp_LoadDimEmployee
AS
BEGIN
    SET NOCOUNT ON;

    -- type 1
    UPDATE d
    SET    FullName = s.FullName
    FROM   dw.DimEmployee d
    JOIN   stg.Employee s ON s.EmpNo = d.EmpNo
    WHERE  d.FullName <> s.FullName;

    -- expire
    UPDATE d
    SET    d.IsCurrent = 0,
           d.ValidTo   = DATEADD(day, -1, s.SnapshotDate)
    FROM   dw.DimEmployee d
    JOIN   stg.Employee s ON s.EmpNo = d.EmpNo
    WHERE  d.IsCurrent = 1
      AND (ISNULL(s.Team, '') <> ISNULL(d.Team, '') OR ISNULL(s.Grade, 0) <> ISNULL(d.Grade, 0));

    -- new versions and new employees
    INSERT INTO dw.DimEmployee (EmpNo, FullName, Team, Grade, ValidFrom)
    SELECT s.EmpNo, s.FullName, s.Team, s.Grade, s.SnapshotDate
    FROM   stg.Employee s
    LEFT JOIN dw.DimEmployee d ON d.EmpNo = s.EmpNo AND d.IsCurrent = 1
    WHERE  d.EmployeeKey IS NULL
    ORDER BY s.EmpNo;
END
GO
