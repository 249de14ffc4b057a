CREATE PROCEDURE acl.CompareGrants
AS
BEGIN
    SET NOCOUNT ON;

    DELETE acl.GrantDiff;

    INSERT INTO acl.GrantDiff (Kind, UserName, Role_)
    SELECT 'missing', m.UserName, m.Role_
    FROM  (SELECT UserName, Role_ FROM acl.ShouldHave EXCEPT SELECT UserName, Role_ FROM acl.HasGrant) m
    UNION ALL
    SELECT 'surplus', s.UserName, s.Role_
    FROM  ((SELECT UserName, Role_ FROM acl.HasGrant
            EXCEPT
            SELECT UserName, Role_ FROM acl.ShouldHave)
           EXCEPT
           SELECT UserName, Role_ FROM acl.Exempt) s
    UNION ALL
    SELECT 'fits', f.UserName, f.Role_
    FROM  (SELECT UserName, Role_ FROM acl.HasGrant INTERSECT SELECT UserName, Role_ FROM acl.ShouldHave) f;

    -- wanted list: everything missing, kept over the runs until it is granted
    INSERT INTO acl.Wanted (UserName, Role_, Round_)
    SELECT UserName, Role_, (SELECT ISNULL(MAX(Round_), 0) + 1 FROM acl.Wanted)
    FROM  (SELECT UserName, Role_ FROM acl.GrantDiff WHERE Kind = 'missing'
           EXCEPT
           SELECT UserName, Role_ FROM acl.Wanted) n;

    DELETE w
    FROM   acl.Wanted w
    WHERE  EXISTS (SELECT w.UserName, w.Role_ INTERSECT SELECT g.UserName, g.Role_ FROM acl.HasGrant g);
END
GO
