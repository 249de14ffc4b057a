CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    UPDATE p
    SET    ToDay = i.Day_
    FROM   dbo.Plan_ AS p
    INNER JOIN dbo.PlanIn AS i ON i.Code = p.Code
    WHERE  p.ToDay IS NULL
      AND  (p.Level_ <> i.Level_ OR (p.Level_ IS NULL AND i.Level_ IS NOT NULL) OR (p.Level_ IS NOT NULL AND i.Level_ IS NULL));

    INSERT INTO dbo.Plan_ (Code, Level_, FromDay)
    SELECT i.Code, i.Level_, i.Day_
    FROM   dbo.PlanIn AS i
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Plan_ AS p WHERE p.Code = i.Code AND p.ToDay IS NULL);
END
GO
