CREATE PROCEDURE q.Work AS
BEGIN
    WITH waiting AS (SELECT Id AS No, Kind, Prio * 10 AS Weight, Prio FROM q.Task WHERE Prio > 1),
         mine AS (SELECT No, Weight FROM waiting WHERE Kind = 'x')
    DELETE TOP (2) FROM mine WHERE Weight > 30;

    WITH waiting AS (SELECT Id, Kind, Prio FROM q.Task WHERE Kind IS NOT NULL),
         ranked AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Kind ORDER BY Prio DESC, Id) AS Rank FROM waiting)
    UPDATE TOP (1) ranked SET Prio = Rank WHERE Rank > 1;
END
