CREATE PROCEDURE dw.FindWords
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dw.Found;
    INSERT dw.Found SELECT Id, 'all' FROM stg.Word WHERE Word > ALL (SELECT Word FROM ref.Word WHERE Kind = 1);
    INSERT dw.Found SELECT Id, 'any' FROM stg.Word WHERE Word <= ANY (SELECT Word FROM ref.Word WHERE Kind = 1);
    INSERT dw.Found SELECT Id, 'all null' FROM stg.Word WHERE Word > ALL (SELECT Word FROM ref.Word WHERE Kind = 2);
    INSERT dw.Found SELECT Id, 'not all' FROM stg.Word WHERE NOT (Word > ALL (SELECT Word FROM ref.Word WHERE Kind = 2));
    INSERT dw.Found SELECT Id, 'any null' FROM stg.Word WHERE Word < SOME (SELECT Word FROM ref.Word WHERE Kind = 2);
    INSERT dw.Found SELECT Id, 'all none' FROM stg.Word WHERE Word >= ALL (SELECT Word FROM ref.Word WHERE Kind = 3);
    INSERT dw.Found SELECT Id, 'any none' FROM stg.Word WHERE NOT (Word >= ANY (SELECT Word FROM ref.Word WHERE Kind = 3));

    -- rows that are there get numbers, later ones go on
    SELECT Word INTO #w FROM stg.Word;
    ALTER TABLE #w ADD Nr int IDENTITY(5, 5);
    INSERT #w (Word) SELECT Word FROM ref.Word WHERE Kind = 1;
    TRUNCATE TABLE dw.Numbers;
    INSERT dw.Numbers SELECT COUNT(DISTINCT Nr), MIN(Nr), MAX(Nr) FROM #w;

    -- half of five rows are three
    DELETE TOP (50) PERCENT FROM dw.Heap WHERE V = 1;
END
GO
