CREATE PROCEDURE chk.usp_Verdicts
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE chk.Verdict;

    INSERT INTO chk.Verdict SELECT 'not equal', Id, NULL FROM chk.Pair WHERE A <> B;
    INSERT INTO chk.Verdict SELECT 'not (equal)', Id, NULL FROM chk.Pair WHERE NOT (A = B);
    INSERT INTO chk.Verdict SELECT 'case', Id, CASE A WHEN NULL THEN 'null' WHEN 1 THEN 'one' ELSE 'else' END FROM chk.Pair;
    INSERT INTO chk.Verdict SELECT 'not in', p.Id, NULL FROM chk.Pair p WHERE p.A NOT IN (SELECT x.B FROM chk.Pair x WHERE x.Id <= 3);
    INSERT INTO chk.Verdict SELECT 'isnull', Id, ISNULL(Txt, 'missing') FROM chk.Pair WHERE Id <= 3;
    INSERT INTO chk.Verdict SELECT 'coalesce', Id, COALESCE(Txt, 'missing') FROM chk.Pair WHERE Id <= 3;
    INSERT INTO chk.Verdict SELECT 'count', COUNT(*), CAST(COUNT(B) AS varchar(5)) + '/' + CAST(COUNT(DISTINCT B) AS varchar(5)) FROM chk.Pair;
    INSERT INTO chk.Verdict SELECT 'sum of nothing', SUM(A), ISNULL(CAST(MAX(B) AS varchar(5)), 'none') FROM chk.Pair WHERE A > 1000;
    INSERT INTO chk.Verdict SELECT 'group', COUNT(*), CAST(A AS varchar(5)) FROM chk.Pair GROUP BY A;
    INSERT INTO chk.Verdict SELECT 'join', p.Id, CAST(q.Id AS varchar(5)) FROM chk.Pair p JOIN chk.Pair q ON q.B = p.A;
    INSERT INTO chk.Verdict SELECT 'union', u.A, u.Txt FROM (SELECT A, Txt FROM chk.Pair UNION SELECT B, Txt FROM chk.Pair) u;
    INSERT INTO chk.Verdict SELECT 'iif', Id, IIF(A > B, 'more', 'not more') FROM chk.Pair;
    INSERT INTO chk.Verdict SELECT 'nullif', Id, CAST(NULLIF(A, B) AS varchar(5)) FROM chk.Pair;
    INSERT INTO chk.Verdict SELECT 'or', Id, NULL FROM chk.Pair WHERE A = 1 OR B <> 1;
END
GO
