CREATE PROCEDURE org.BuildTree
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @level int = 0, @added int;

    TRUNCATE TABLE org.UnitTree;

    INSERT INTO org.UnitTree (UnitId, RootId, Depth, Path_, IsLeaf)
    SELECT UnitId, UnitId, 0, RTRIM(Code), 0 FROM org.Unit WHERE ParentId IS NULL;
    SET @added = @@ROWCOUNT;

    WHILE @added > 0
    BEGIN
        INSERT INTO org.UnitTree (UnitId, RootId, Depth, Path_, IsLeaf)
        SELECT u.UnitId, t.RootId, @level + 1, t.Path_ + '/' + RTRIM(u.Code), 0
        FROM   org.Unit AS u
        JOIN   org.UnitTree AS t ON t.UnitId = u.ParentId
        WHERE  t.Depth = @level;

        SET @added = @@ROWCOUNT;
        SET @level += 1;
    END

    UPDATE t
    SET    IsLeaf = 1
    FROM   org.UnitTree AS t
    WHERE  NOT EXISTS (SELECT 1 FROM org.UnitTree AS c JOIN org.Unit AS u ON u.UnitId = c.UnitId WHERE u.ParentId = t.UnitId);
END
GO
