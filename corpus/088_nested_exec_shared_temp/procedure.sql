CREATE PROCEDURE dw.ts_fill
AS
    INSERT INTO #t (EmpNo, WorkDay, Hours, IsWeekend)
    SELECT EmpNo, WorkDay, ISNULL(Hours, 8), IsWeekend
    FROM   hr.Timesheet;

    DELETE FROM #t WHERE Hours <= 0;
GO
CREATE PROCEDURE dw.ts_rate
    @Factor decimal(4,2) = 1.00,
    @WeekendOnly bit = 0
AS
BEGIN
    UPDATE t
    SET    Rate = CAST(c.BaseRate * @Factor AS decimal(7,2))
    FROM   #t t
    INNER JOIN hr.Contract c ON c.EmpNo = t.EmpNo
    WHERE  @WeekendOnly = 0 OR t.IsWeekend = 1;
END
GO
CREATE PROCEDURE dw.ts_write @MinHours decimal(5,2)
AS
BEGIN
    DELETE FROM dw.TimesheetFact;

    INSERT INTO dw.TimesheetFact (EmpNo, Hours, Pay, Days)
    SELECT EmpNo, SUM(Hours), SUM(Hours * Rate), COUNT(DISTINCT WorkDay)
    FROM   #t
    GROUP BY EmpNo
    HAVING SUM(Hours) >= @MinHours;
END
GO
CREATE PROCEDURE dw.usp_LoadTimesheets
AS
BEGIN
    SET NOCOUNT ON;

    CREATE TABLE #t (EmpNo int NOT NULL, WorkDay date NOT NULL, Hours decimal(5,2) NOT NULL, IsWeekend bit NOT NULL, Rate decimal(7,2) NULL);

    EXEC dw.ts_fill;
    EXEC dw.ts_rate;
    EXEC dw.ts_rate @WeekendOnly = 1, @Factor = 1.5;

    -- minimum of half an hour is charged
    UPDATE #t SET Hours = 0.5 WHERE Hours < 0.5;

    EXEC dw.ts_write 4;
END
GO
