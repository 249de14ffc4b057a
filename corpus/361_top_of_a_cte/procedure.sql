CREATE PROCEDURE dw.LoadHit AS
BEGIN
    INSERT INTO dw.Hit (Page, Day) SELECT Page, '2024-01-01' FROM stg.Hit;

    -- of rows that are all alike, all but some stay
    WITH same AS (SELECT * FROM dw.Hit WHERE Page = 'home')
    DELETE TOP (2) FROM same;

    WITH other AS (SELECT h.*, COUNT(*) OVER (PARTITION BY Page) AS Times FROM dw.Hit h)
    UPDATE TOP (1) other SET State = 'first' WHERE Times > 1 AND Page = 'list' AND State IS NULL;

    DELETE TOP (1) FROM p FROM (SELECT Page, Hits FROM dw.Page WHERE Hits < 0) p;
END
