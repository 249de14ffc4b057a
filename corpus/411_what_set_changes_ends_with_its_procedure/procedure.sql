CREATE PROCEDURE etl.usp_Day_Iso
AS
BEGIN
    SET NOCOUNT ON;
    SET DATEFIRST 1;

    DELETE FROM dw.IsoDay;

    INSERT INTO dw.IsoDay (DayId, WeekdayNo)
    SELECT DayId, DATEPART(weekday, CalendarDay)
    FROM   src.CalendarDay;
END
GO
CREATE PROCEDURE etl.usp_Day_Load
AS
BEGIN
    SET NOCOUNT ON;
    EXEC etl.usp_Day_Iso;
    EXEC ('SET DATEFIRST 3; SET ROWCOUNT 1;');

    TRUNCATE TABLE dw.PlainDay;

    INSERT INTO dw.PlainDay (DayId, WeekdayNo)
    SELECT DayId, DATEPART(weekday, CalendarDay)
    FROM   src.CalendarDay;
END
GO
