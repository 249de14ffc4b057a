CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;

    SELECT i.Code, i.Level_, i.Day_
    INTO   #changed
    FROM   dbo.PlanIn i
    LEFT JOIN dbo.Plan_ p ON p.Code = i.Code AND p.ToDay IS NULL
    WHERE  p.Code IS NULL OR ISNULL(p.Level_, '~') <> ISNULL(i.Level_, '~');

    UPDATE p SET p.ToDay = c.Day_ FROM dbo.Plan_ p, #changed c WHERE p.Code = c.Code AND p.ToDay IS NULL;

    INSERT INTO dbo.Plan_ (Code, Level_, FromDay, ToDay) SELECT Code, Level_, Day_, NULL FROM #changed;
END
GO
