CREATE PROCEDURE dw.DoQ AS
BEGIN
  SET NOCOUNT ON;
  -- duplicates leave, with a trace
  WITH d AS (SELECT Id, Grp, V, ROW_NUMBER() OVER (PARTITION BY Id ORDER BY V DESC) AS rn FROM dw.Q), e AS (SELECT Id, Grp, V FROM d WHERE rn > 1)
  DELETE FROM e OUTPUT deleted.Id, deleted.Grp, 'dup' INTO dw.QLog (Id, Grp, What);
  WITH a AS (SELECT Id AS Nr, Grp AS G, V AS Val, Done FROM dw.Q WHERE V > 0), b AS (SELECT * FROM a WHERE Done = 0)
  UPDATE b SET Val = Val * 2, Done = 1 OUTPUT inserted.Nr, deleted.G, IIF(inserted.Val > deleted.Val + 5, 'much', 'little') INTO dw.QLog;
  MERGE dw.Q AS t
  USING stg.Q AS s LEFT JOIN (SELECT Grp, AVG(V) AS M FROM stg.Q GROUP BY Grp) g ON g.Grp = s.Grp ON t.Id = s.Id
  WHEN MATCHED AND g.M IS NULL THEN DELETE
  WHEN MATCHED AND t.V <> s.V + g.M THEN UPDATE SET V = s.V + g.M
  WHEN NOT MATCHED THEN INSERT (Id, Grp, V) VALUES (s.Id, g.Grp, ISNULL(g.M, -1))
  OUTPUT ISNULL(inserted.Id, deleted.Id), g.Grp, $action INTO dw.QLog;
  TRUNCATE TABLE dw.R;
  INSERT dw.R SELECT ISNULL(Grp, 'total'), COUNT(DISTINCT V), AVG(W), AVG(CAST(V AS decimal(9,2))) FROM stg.Q GROUP BY ROLLUP(Grp) HAVING GROUPING(Grp) = 1 OR Grp IS NOT NULL;
  INSERT dw.R SELECT 'med' + ISNULL(Grp, ''), MAX(CASE WHEN r = 1 THEN V END), MAX(CASE r WHEN 1 THEN W END), MIN(n) FROM (SELECT Grp, V, RANK() OVER (PARTITION BY Grp ORDER BY V DESC) r, W, NTILE(2) OVER (ORDER BY Id) n FROM stg.Q) x GROUP BY Grp;
  DELETE TOP (50) PERCENT FROM dw.R WHERE K LIKE 'none%';
END
GO
