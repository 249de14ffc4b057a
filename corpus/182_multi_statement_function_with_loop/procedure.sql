CREATE FUNCTION hr.WorkDays (@from date, @to date)
RETURNS @d TABLE (Day_ date NOT NULL, Nth int NOT NULL)
AS
BEGIN
    DECLARE @day date = @from, @n int = 0;

    WHILE @day <= @to
    BEGIN
        IF DATEDIFF(day, '19000101', @day) % 7 < 5
           AND NOT EXISTS (SELECT 1 FROM hr.PublicHoliday AS p WHERE p.Day_ = @day)
        BEGIN
            SET @n = @n + 1;
            INSERT INTO @d (Day_, Nth) VALUES (@day, @n);
        END
        SET @day = DATEADD(day, 1, @day);
    END

    RETURN;
END
GO
CREATE PROCEDURE hr.FillHolidays
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM hr.Absence;

    INSERT INTO hr.Absence (EmpNo, Day_, NthDay)
    SELECT r.EmpNo, w.Day_, w.Nth
    FROM   hr.Request_ AS r
    CROSS APPLY hr.WorkDays(r.FromDay, ISNULL(r.ToDay, r.FromDay)) AS w;
END
GO
