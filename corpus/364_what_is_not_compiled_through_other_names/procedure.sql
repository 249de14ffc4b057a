CREATE PROCEDURE dw.LoadPart @whole bit = 1 AS
BEGIN
    CREATE TABLE #p (Part varchar(10), Qty decimal(9,2));
    INSERT INTO #p SELECT Part, Qty FROM stg.Part;

    -- whole numbers are other numbers
    IF @whole = 1 ALTER TABLE #p ALTER COLUMN Qty int;

    TRUNCATE TABLE dw.Count_;
    INSERT INTO dw.Count_ (Part, Qty) SELECT Part, CAST(Qty AS varchar(20)) FROM #p;

    INSERT INTO dw.Size (Part, Qty) SELECT s.Part, MAX(s.Qty) FROM stg.Part s WHERE NOT EXISTS (SELECT 1 FROM dw.Size d WHERE d.Part = s.Part) GROUP BY s.Part;
    WITH a AS (SELECT Part, Qty FROM dw.Size),
    b AS (SELECT Part, Qty FROM a)
    UPDATE x SET Qty = linked.db.dbo.Rounded(x.Qty) FROM b x;

    UPDATE dw.BigParts SET Qty = linked.db.dbo.Rounded(Qty);

    IF EXISTS (SELECT 1 FROM sys.tables WHERE name = 'Elsewhere') DELETE FROM dw.Old;
    IF NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'Elsewhere') DELETE FROM dw.Old;

    DELETE FROM dw.Big;
    INSERT INTO dw.Big (Part, Qty) SELECT Part, MAX(Qty) FROM stg.Part GROUP BY Part;
END
