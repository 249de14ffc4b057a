CREATE PROCEDURE dbo.usp_DimEmployee @RunDate date = NULL
AS
BEGIN
    SET NOCOUNT ON;
    SELECT @RunDate = COALESCE(MAX(RunDate), @RunDate) FROM dbo.RunInfo;

    BEGIN TRY
        BEGIN TRAN;

        UPDATE d
        SET    d.FullName = s.FullName
        FROM   dbo.DimEmployee AS d
        INNER JOIN dbo.EmployeeSrc AS s ON s.EmpId = d.EmpId
        WHERE  ISNULL(d.FullName, N'~') <> ISNULL(s.FullName, N'~');

        UPDATE d
        SET    d.ToDate = DATEADD(day, -1, @RunDate), d.IsActive = 'N'
        FROM   dbo.DimEmployee AS d
        LEFT JOIN dbo.EmployeeSrc AS s ON s.EmpId = d.EmpId
        WHERE  d.IsActive = 'Y'
          AND  (s.EmpId IS NULL OR ISNULL(s.Dept, '') <> ISNULL(d.Dept, ''));

        INSERT INTO dbo.DimEmployee (EmpId, FullName, Dept, FromDate, ToDate, IsActive)
        SELECT s.EmpId, s.FullName, s.Dept, @RunDate, '9999-12-31', 'Y'
        FROM   dbo.EmployeeSrc AS s
        WHERE  NOT EXISTS (SELECT 1 FROM dbo.DimEmployee AS d WHERE d.EmpId = s.EmpId AND d.IsActive = 'Y');

        COMMIT TRAN;
    END TRY
    BEGIN CATCH
        IF @@TRANCOUNT > 0 ROLLBACK TRAN;
        THROW;
    END CATCH
END
GO
