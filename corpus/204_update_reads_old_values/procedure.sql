CREATE PROCEDURE dbo.Rotate
AS
BEGIN
    SET NOCOUNT ON;

    INSERT INTO dbo.Slot (Pos, A, B) SELECT Pos, A, B FROM dbo.SlotIn i WHERE NOT EXISTS (SELECT 1 FROM dbo.Slot s WHERE s.Pos = i.Pos);

    UPDATE dbo.Slot SET A = B, B = A, C = A;

    UPDATE cur
    SET    A = nxt.A
    FROM   dbo.Slot AS cur
    INNER JOIN dbo.Slot AS nxt ON nxt.Pos = cur.Pos + 1;

    WITH w AS (SELECT Pos, C, SUM(A) OVER (ORDER BY Pos ROWS UNBOUNDED PRECEDING) AS RunA FROM dbo.Slot)
    UPDATE w SET C = ISNULL(C, 0) + RunA;

    UPDATE s
    SET    D = t.Cnt * 100 + p.Rnk
    FROM   dbo.Slot s
    CROSS JOIN (SELECT COUNT(A) AS Cnt FROM dbo.Slot) t
    LEFT JOIN (SELECT Pos, RANK() OVER (ORDER BY B) AS Rnk FROM dbo.Slot WHERE B IS NOT NULL) p ON p.Pos = s.Pos
    WHERE  t.Cnt > 0;
END
GO
