CREATE PROCEDURE dw.LoadRouteVersions
    @LoadDate date
AS
BEGIN
  SET NOCOUNT ON;

  -- (a) changed today already: overwrite
  UPDATE v
  SET    v.Terminus = r.Terminus, v.Stops = r.Stops
  FROM   dw.RouteVersion v
  JOIN   ext.Route r ON r.RouteNo = v.RouteNo
  WHERE  v.ToDate IS NULL AND v.FromDate = @LoadDate;

  -- (b) close changed and missing versions
  UPDATE v
  SET    v.ToDate = @LoadDate
  FROM   dw.RouteVersion v
  LEFT JOIN ext.Route r ON r.RouteNo = v.RouteNo
  WHERE  v.ToDate IS NULL
    AND (r.RouteNo IS NULL
         OR NOT (v.Stops = r.Stops OR (v.Stops IS NULL AND r.Stops IS NULL))
         OR ISNULL(v.Terminus, N'') <> ISNULL(r.Terminus, N''));

  -- (c) open the next version
  INSERT INTO dw.RouteVersion (RouteNo, VersionNo, Terminus, Stops, FromDate)
  SELECT r.RouteNo, ISNULL(x.MaxNo, 0) + 1, r.Terminus, r.Stops, @LoadDate
  FROM   ext.Route r
  LEFT JOIN (SELECT RouteNo, MAX(VersionNo) AS MaxNo FROM dw.RouteVersion GROUP BY RouteNo) x ON x.RouteNo = r.RouteNo
  WHERE  NOT EXISTS (SELECT 1 FROM dw.RouteVersion v WHERE v.RouteNo = r.RouteNo AND v.ToDate IS NULL);
END
GO
