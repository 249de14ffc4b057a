CREATE PROCEDURE rpt.usp_Podium
    @N int = 2
AS
BEGIN
    SET NOCOUNT ON
    DELETE FROM rpt.Podium

    INSERT INTO rpt.Podium
    SELECT TOP (@N) 'top', Bib, Club, Sec FROM race.Result WHERE Sec IS NOT NULL ORDER BY Sec, Bib DESC

    INSERT INTO rpt.Podium
    SELECT TOP (@N) WITH TIES 'ties', Bib, Club, Sec FROM race.Result ORDER BY Sec DESC

    INSERT INTO rpt.Podium
    SELECT TOP 50 PERCENT 'half', Bib, Club, Sec FROM race.Result ORDER BY Sec, Bib

    INSERT INTO rpt.Podium
    SELECT 'page', Bib, Club, Sec FROM race.Result ORDER BY Bib OFFSET @N ROWS FETCH NEXT 3 ROWS ONLY

    INSERT INTO rpt.Podium (Kind, Club)
    SELECT DISTINCT 'clubs', Club FROM race.Result

    INSERT INTO rpt.Podium (Kind, Club, Sec)
    SELECT TOP 1 'best club', Club, AVG(Sec) FROM race.Result WHERE Club IS NOT NULL GROUP BY Club HAVING COUNT(Sec) > 0 ORDER BY AVG(Sec), Club

    DELETE FROM rpt.Podium WHERE Kind = 'page' AND Bib = (SELECT TOP 1 Bib FROM race.Result WHERE Sec IS NULL ORDER BY Bib DESC)
END
GO
