CREATE PROCEDURE prod.ExplodeBom
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE prod.BomFlat;
    TRUNCATE TABLE prod.BomNeed;

    ;WITH bom (RootPart, Part, Lvl, Qty, PathText) AS
    (
        SELECT l.Parent, l.Child, 1, l.Qty, CAST(l.Parent + '>' + l.Child AS varchar(100))
        FROM   prod.Link l
        WHERE  NOT EXISTS (SELECT 1 FROM prod.Link u WHERE u.Child = l.Parent)

        UNION ALL

        SELECT b.RootPart, l.Child, b.Lvl + 1, b.Qty * l.Qty, CAST(b.PathText + '>' + l.Child AS varchar(100))
        FROM   bom b
        INNER JOIN prod.Link l ON l.Parent = b.Part
        WHERE  l.Active = 1
          AND  b.Lvl < 4
    )
    INSERT INTO prod.BomFlat (RootPart, Part, Lvl, Qty, PathText)
    SELECT RootPart, Part, Lvl, Qty, PathText
    FROM   bom
    OPTION (MAXRECURSION 10);

    INSERT INTO prod.BomNeed (RootPart, Part, Qty, IsLeaf)
    SELECT f.RootPart, f.Part, SUM(f.Qty), CASE WHEN EXISTS (SELECT * FROM prod.Link l WHERE l.Parent = f.Part AND l.Active = 1) THEN 0 ELSE 1 END
    FROM   prod.BomFlat f
    GROUP BY f.RootPart, f.Part;
END
GO
