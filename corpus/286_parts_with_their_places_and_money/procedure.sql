CREATE PROCEDURE dbo.ReadLines
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM dbo.LinePart;
    DELETE FROM dbo.LineCheck;

    INSERT INTO dbo.LinePart (LineNo_, Place, Part)
    SELECT l.LineNo_, p.ordinal, p.value
    FROM   dbo.Line AS l
    CROSS  APPLY STRING_SPLIT(l.Txt, ';', 1) AS p;

    INSERT INTO dbo.LineCheck (LineNo_, Shown, Plain, Second)
    SELECT l.LineNo_, '$' + CONVERT(varchar(24), l.Amount, 1), CONVERT(varchar(12), l.Amount),
           (SELECT s.value FROM STRING_SPLIT(l.Txt, ';', 1) AS s WHERE s.ordinal = 2)
    FROM   dbo.Line AS l;
END
GO
