CREATE PROCEDURE dw.LoadCode AS
BEGIN
    -- the table's key tells capitals from small letters, and so does the grouping
    MERGE dw.Code AS t
    USING (SELECT Code, COUNT(*) AS Times, MAX(Id) AS Last FROM stg.Code WHERE Code IS NOT NULL GROUP BY Code) AS s ON t.Code = s.Code
    WHEN MATCHED THEN UPDATE SET Times = t.Times + s.Times, Last = s.Last
    WHEN NOT MATCHED THEN INSERT (Code, Times, Last) VALUES (s.Code, s.Times, s.Last);

    DELETE FROM dw.Word;
    INSERT INTO dw.Word (Place, Word, Least)
    SELECT ROW_NUMBER() OVER (ORDER BY Word), Word, MIN(Code) FROM stg.Code WHERE Word IS NOT NULL GROUP BY Word;

    DELETE FROM dw.Found;
    INSERT INTO dw.Found (What, Id) SELECT 'equal', Id FROM stg.Code WHERE Code = 'b';
    INSERT INTO dw.Found (What, Id) SELECT 'less', Id FROM stg.Code WHERE Code < 'a';
    INSERT INTO dw.Found (What, Id) SELECT 'word less', Id FROM stg.Code WHERE Word < N'b';
    INSERT INTO dw.Found (What, Id) SELECT 'in', Id FROM stg.Code WHERE Code IN ('B', 'c');
    INSERT INTO dw.Found (What, Id) SELECT 'like', Id FROM stg.Code WHERE Code LIKE 'B%';
    INSERT INTO dw.Found (What, Id) SELECT 'case', CASE Code WHEN 'b' THEN 1 WHEN 'B' THEN 2 ELSE 0 END FROM stg.Code WHERE Id = 2;
    INSERT INTO dw.Found (What, Id) SELECT 'computed', Id FROM stg.Code WHERE LEFT(Code, 1) + 'x' = 'bx';
    INSERT INTO dw.Found (What, Id) SELECT 'default', Id FROM stg.Code WHERE Code COLLATE DATABASE_DEFAULT = 'b';
    INSERT INTO dw.Found (What, Id) SELECT 'not in', s.Id FROM stg.Code s WHERE s.Plain COLLATE Latin1_General_BIN2 NOT IN (SELECT Code FROM dw.Code);
    INSERT INTO dw.Found (What, Id) SELECT 'plain order', MAX(x.Id) FROM (SELECT TOP (1) Id FROM stg.Code WHERE Plain IS NOT NULL ORDER BY Plain COLLATE Latin1_General_BIN2, Id) x;
    INSERT INTO dw.Found (What, Text) SELECT DISTINCT 'distinct', Code FROM stg.Code WHERE Code LIKE '[bB]';
    INSERT INTO dw.Found (What, Text) SELECT 'union', u.Code FROM (SELECT Code FROM stg.Code WHERE Id < 4 UNION SELECT 'B') u WHERE u.Code IS NOT NULL;
    INSERT INTO dw.Found (What, Id) SELECT 'count', COUNT(DISTINCT Code) FROM stg.Code;

    -- a temporary table has collations of its own, and SELECT INTO takes over those of the columns
    CREATE TABLE #t (Text varchar(10) COLLATE Latin1_General_BIN2, Id int);
    INSERT INTO #t (Text, Id) SELECT Plain, Id FROM stg.Code;
    INSERT INTO dw.Found (What, Id, Text) SELECT 'temp', COUNT(*), Text FROM #t WHERE Text IS NOT NULL GROUP BY Text;

    SELECT Code AS Taken, Plain, Id INTO #s FROM stg.Code;
    INSERT INTO dw.Found (What, Id) SELECT 'taken', Id FROM #s WHERE Taken = 'B' OR Plain = 'Y';
END
