CREATE PROCEDURE dw.LoadCallFacts
AS
BEGIN
  SET NOCOUNT ON;

  IF OBJECT_ID('tempdb..#calls', 'U') IS NOT NULL
    DROP TABLE #calls;

  SELECT CallNo,
         IIF(IsInbound = 1, 'inbound', 'outbound')  AS Direction,
         ISNULL(Outcome, 'none')                    AS Outcome,
         ISNULL(NULLIF(Lang, ''), 'xx')             AS Lang,
         ISNULL(Seconds, 0)                         AS Seconds
  INTO   #calls
  FROM   stg.Call;

  CREATE CLUSTERED INDEX cx_calls ON #calls (CallNo);

  INSERT INTO dw.DimCallFlags (Direction, Outcome, Lang)
  SELECT DISTINCT c.Direction, c.Outcome, c.Lang
  FROM   #calls c
  WHERE  NOT EXISTS (SELECT 1 FROM dw.DimCallFlags d
                     WHERE d.Direction = c.Direction AND d.Outcome = c.Outcome AND d.Lang = c.Lang)
  ORDER BY c.Direction, c.Outcome, c.Lang;

  INSERT INTO dw.FactCall (CallNo, FlagsKey, Minutes)
  SELECT c.CallNo, d.FlagsKey, (c.Seconds + 59) / 60
  FROM   #calls c
  INNER JOIN dw.DimCallFlags d ON d.Direction = c.Direction AND d.Outcome = c.Outcome AND d.Lang = c.Lang
  LEFT JOIN dw.FactCall f ON f.CallNo = c.CallNo
  WHERE  f.CallNo IS NULL;
END
GO
