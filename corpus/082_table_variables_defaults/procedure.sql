CREATE PROCEDURE rpt.usp_SeatUsage
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @use TABLE (
        CinemaNo int NOT NULL PRIMARY KEY,
        Shows    int NOT NULL DEFAULT 0,
        Sold     int NOT NULL DEFAULT (0),
        Seats    int NULL,
        Label    varchar(10) NOT NULL DEFAULT 'normal',
        BestDay  date NULL
    );
    DECLARE @day TABLE (CinemaNo int, ShowDay date, Sold int);

    INSERT INTO @day
    SELECT CinemaNo, ShowDay, SUM(ISNULL(Sold, 0))
    FROM   cine.Show
    GROUP BY CinemaNo, ShowDay;

    INSERT INTO @use (CinemaNo, Shows, Sold)
    SELECT CinemaNo, COUNT(*), SUM(ISNULL(Sold, 0))
    FROM   cine.Show
    GROUP BY CinemaNo;

    INSERT INTO @use (CinemaNo, Label)
    SELECT c.CinemaNo, CASE WHEN c.IsOpen = 1 THEN 'idle' ELSE 'closed' END
    FROM   cine.Cinema c
    WHERE  c.CinemaNo NOT IN (SELECT CinemaNo FROM @use);

    UPDATE u
    SET    u.Seats = c.Seats * u.Shows
    FROM   @use u
    JOIN   cine.Cinema c ON c.CinemaNo = u.CinemaNo
    WHERE  u.Shows > 0;

    UPDATE @use SET Label = 'sold out' WHERE Sold >= Seats;

    UPDATE u
    SET    BestDay = (SELECT MIN(d.ShowDay) FROM @day d
                      WHERE d.CinemaNo = u.CinemaNo
                        AND d.Sold = (SELECT MAX(x.Sold) FROM @day x WHERE x.CinemaNo = u.CinemaNo))
    FROM   @use u;

    DELETE FROM rpt.SeatUsage;

    INSERT INTO rpt.SeatUsage (CinemaNo, Shows, Sold, Pct, Label, BestDay)
    SELECT CinemaNo, Shows, Sold, 100.0 * Sold / NULLIF(Seats, 0), Label, BestDay
    FROM   @use;
END
GO
