CREATE PROC stg.Park AS
BEGIN
    INSERT INTO stg.Parked (Ref, FirstSeen)
    SELECT   a.Ref, MIN(a.Seen)
    FROM     stg.Arrived AS a
    WHERE    a.Ref NOT IN (SELECT p.Ref FROM stg.Parked AS p)
    GROUP BY a.Ref
    ORDER BY MIN(a.Seen), a.Ref;

    DELETE p
    FROM   stg.Parked AS p
    WHERE  EXISTS (SELECT NULL FROM stg.Known AS k WHERE k.Ref = p.Ref);
END
GO
