CREATE PROCEDURE rpt.CrossTab
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM rpt.RoomWeek;
    DELETE FROM rpt.RoomLong;

    INSERT INTO rpt.RoomWeek (Room, Wk, Mon, Tue, Wed)
    SELECT p.Room, p.Wk, p.[MON], p.[TUE], p.[WED]
    FROM  (SELECT Room, Wk, DayCode, Guests FROM hotel.Booking) AS s
    PIVOT (SUM(Guests) FOR DayCode IN ([MON], [TUE], [WED])) AS p;

    UPDATE rpt.RoomWeek SET Wed = 0 WHERE Wed < 0;

    INSERT INTO rpt.RoomLong (Room, Wk, DayName, Guests)
    SELECT u.Room, u.Wk, u.DayName, u.Guests
    FROM   rpt.RoomWeek AS r
    UNPIVOT (Guests FOR DayName IN (Mon, Tue, Wed)) AS u
    WHERE  u.Wk >= 10;
END
GO
