-- dbo.Sensor has no DDL: its column z is known only after rows were removed through the CTE.
CREATE PROCEDURE dbo.p AS
BEGIN
WITH cte AS
(
    SELECT a, b, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC) AS RowNum
    FROM dbo.Sensor
)
DELETE FROM cte WHERE RowNum > 1;
UPDATE dbo.Sensor SET z = 1 WHERE a = 2;
END
GO
-- Setting a column that is known only from this use, too.
CREATE PROCEDURE dbo.q AS
WITH v AS (SELECT a, c, LEAD(b) OVER (PARTITION BY a ORDER BY b) AS n FROM dbo.Level)
UPDATE v SET c = n;
