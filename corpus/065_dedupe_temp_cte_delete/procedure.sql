CREATE PROCEDURE dbo.CleanLeads
AS
BEGIN
    SET NOCOUNT ON;

    CREATE TABLE #lead (
        RowNo int NOT NULL PRIMARY KEY,
        Phone varchar(15) NULL,
        Email varchar(40) NULL,
        Score int NOT NULL
    );

    INSERT INTO #lead (RowNo, Phone, Email, Score)
    SELECT RowNo, NULLIF(REPLACE(REPLACE(Phone, ' ', ''), '-', ''), ''), NULLIF(LTRIM(RTRIM(Email)), ''), ISNULL(Score, 0)
    FROM   dbo.LeadFile;

    DELETE FROM #lead WHERE Phone IS NULL AND Email IS NULL;

    -- one per phone: best score, first row
    WITH d AS (
        SELECT ROW_NUMBER() OVER (PARTITION BY Phone ORDER BY Score DESC, RowNo) AS rn
        FROM   #lead
        WHERE  Phone IS NOT NULL
    )
    DELETE FROM d WHERE rn > 1;

    -- one per e-mail: the last row
    WITH d AS (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY Email ORDER BY RowNo DESC) AS rn
        FROM   #lead
        WHERE  Email IS NOT NULL
    )
    DELETE d WHERE rn > 1;

    INSERT INTO dbo.Lead (Phone, Email, Score, FromRow)
    SELECT l.Phone, l.Email, l.Score, l.RowNo
    FROM   #lead l
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Lead k WHERE k.Phone = l.Phone OR k.Email = l.Email);
END
GO
