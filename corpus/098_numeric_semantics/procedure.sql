CREATE PROCEDURE calc.Depreciate
AS
BEGIN
    SET NOCOUNT ON;
    DELETE calc.AssetYear;

    INSERT INTO calc.AssetYear (AssetNo, PerYear, Remainder, PerYearDec, HalfTrap, HalfDec, ScrapInt, ScrapRound, Scrap10, ScrapCut, Fl, Ce, FeeShare, Flag, Pct)
    SELECT AssetNo,
           Cost / NULLIF(Years, 0),
           Cost % NULLIF(Years, 0),
           Cost * 1.0 / NULLIF(Years, 0),
           1 / 2 * Cost,
           Cost * 0.5,
           CAST(Scrap AS int),
           CAST(Scrap AS decimal(9,2)),
           ROUND(Scrap, -1),
           ROUND(Scrap, 2, 1),
           FLOOR(Scrap),
           CEILING(Scrap),
           Fee * 3,
           CASE WHEN Cost / 10 = Cost / 10.0 THEN 'even' ELSE 'odd' END,
           100.0 * Cost / SUM(Cost) OVER ()
    FROM   calc.Asset;
END
GO
