CREATE PROCEDURE rep.RefreshBoth
AS
SET NOCOUNT ON
IF OBJECT_ID('tempdb..#w') IS NOT NULL DROP TABLE #w

SELECT CAST(At AS date) AS Day_, UserName INTO #w FROM rep.Click

DELETE FROM rep.ByDay WHERE Day_ IN (SELECT Day_ FROM #w)
INSERT INTO rep.ByDay (Day_, Cnt, Users) SELECT Day_, COUNT(*), COUNT(DISTINCT UserName) FROM #w GROUP BY Day_
DROP TABLE #w

CREATE TABLE #w (Who varchar(20) NOT NULL, Cnt tinyint NOT NULL)
INSERT #w SELECT ISNULL(UserName, 'anonymous'), COUNT(*) FROM rep.Click GROUP BY ISNULL(UserName, 'anonymous')

DELETE FROM rep.ByUser
INSERT rep.ByUser (UserName, Cnt) SELECT Who, Cnt FROM #w
DROP TABLE IF EXISTS #w

SELECT SUM(Cnt) AS Total INTO #w FROM rep.ByUser
UPDATE u SET Share = 100.0 * u.Cnt / w.Total FROM rep.ByUser u CROSS JOIN #w w
DROP TABLE #w
GO
