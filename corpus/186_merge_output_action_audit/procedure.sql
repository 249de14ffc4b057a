CREATE PROCEDURE dbo.SyncStaff
AS
BEGIN
    SET NOCOUNT ON;

    MERGE dbo.Staff WITH (HOLDLOCK) AS t
    USING dbo.StaffIn AS s ON t.EmpNo = s.EmpNo
    WHEN MATCHED AND s.Quit = 1 THEN
        DELETE
    WHEN MATCHED AND ISNULL(t.Dept, '') <> ISNULL(s.Dept, '') THEN
        UPDATE SET t.Dept = s.Dept
    WHEN NOT MATCHED BY TARGET AND ISNULL(s.Quit, 0) = 0 THEN
        INSERT (EmpNo, Dept) VALUES (s.EmpNo, s.Dept)
    OUTPUT $action, COALESCE(inserted.EmpNo, deleted.EmpNo), deleted.Dept, inserted.Dept
        INTO dbo.StaffAudit (Act, EmpNo, OldDept, NewDept);
END
GO
