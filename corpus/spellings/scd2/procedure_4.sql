CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @new TABLE (Code varchar(8) NOT NULL, Level_ varchar(10) NULL, Day_ date NOT NULL);

    UPDATE p
    SET    ToDay = i.Day_
    OUTPUT i.Code, i.Level_, i.Day_ INTO @new (Code, Level_, Day_)
    FROM   dbo.Plan_ p
    JOIN   dbo.PlanIn i ON i.Code = p.Code
    WHERE  p.ToDay IS NULL AND NOT EXISTS (SELECT p.Level_ INTERSECT SELECT i.Level_);

    INSERT INTO @new
    SELECT i.Code, i.Level_, i.Day_ FROM dbo.PlanIn i
    WHERE  i.Code NOT IN (SELECT Code FROM dbo.Plan_ WHERE ToDay IS NULL)
      AND  i.Code NOT IN (SELECT Code FROM @new);

    INSERT INTO dbo.Plan_ (Code, Level_, FromDay) SELECT Code, Level_, Day_ FROM @new;
END
GO
