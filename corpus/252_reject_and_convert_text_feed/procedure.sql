CREATE PROCEDURE dbo.usp_LoadPayments
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @loaded int, @rejected int, @sum decimal(14,2);

    SELECT f.LineNum,
           TRY_CAST(NULLIF(LTRIM(RTRIM(f.PayNo)), '') AS int) AS PayNo,
           CASE WHEN f.PayDate LIKE '[0-3][0-9].[01][0-9].[12][0-9][0-9][0-9]'
                THEN TRY_CONVERT(date, f.PayDate, 104)
                ELSE TRY_CONVERT(date, NULLIF(f.PayDate, ''), 112) END AS PayDate,
           TRY_CAST(CASE WHEN f.Amount LIKE '(%)' THEN '-' + SUBSTRING(f.Amount, 2, LEN(f.Amount) - 2) ELSE REPLACE(REPLACE(f.Amount, '.', ''), ',', '.') END AS decimal(12,2)) AS Amount,
           UPPER(ISNULL(NULLIF(RTRIM(f.Ccy), ''), 'SEK')) AS Ccy,
           CASE WHEN f.Flag IN ('Y', 'yes', '1') THEN 1 ELSE 0 END AS Urgent,
           CAST('' AS varchar(100)) AS Reasons
    INTO #p
    FROM dbo.PaymentFeed f;

    UPDATE #p SET Reasons = Reasons + ';number' WHERE PayNo IS NULL OR PayNo <= 0;
    UPDATE #p SET Reasons = Reasons + ';date' WHERE PayDate IS NULL;
    UPDATE #p SET Reasons = Reasons + ';amount' WHERE Amount IS NULL OR Amount = 0;
    UPDATE #p SET Reasons = CONCAT(Reasons, ';currency ', Ccy) WHERE LEN(Ccy) <> 3;

    ;WITH d AS (
        SELECT Reasons, ROW_NUMBER() OVER (PARTITION BY PayNo ORDER BY LineNum) AS n
        FROM #p
        WHERE Reasons = ''
    )
    UPDATE d SET Reasons = Reasons + ';duplicate ' + CAST(n AS varchar(3)) WHERE n > 1;

    UPDATE p SET Reasons = ';exists'
    FROM #p p
    JOIN dbo.Payment x ON x.PayNo = p.PayNo
    WHERE p.Reasons = '' AND x.PayDate > p.PayDate;

    MERGE dbo.Payment AS t
    USING (SELECT PayNo, PayDate, Amount, Ccy, Urgent, LineNum FROM #p WHERE Reasons = '') AS s
    ON t.PayNo = s.PayNo
    WHEN MATCHED THEN UPDATE SET PayDate = s.PayDate, Amount = t.Amount + s.Amount, Urgent = CASE WHEN t.Urgent = 1 OR s.Urgent = 1 THEN 1 ELSE 0 END, SourceLine = s.LineNum
    WHEN NOT MATCHED THEN INSERT (PayNo, PayDate, Amount, Ccy, Urgent, SourceLine) VALUES (s.PayNo, s.PayDate, s.Amount, s.Ccy, s.Urgent, s.LineNum);
    SET @loaded = @@ROWCOUNT;

    TRUNCATE TABLE dbo.PaymentReject;
    INSERT INTO dbo.PaymentReject (LineNum, Reasons, ReasonCount)
    SELECT LineNum, STUFF(Reasons, 1, 1, ''), LEN(Reasons) - LEN(REPLACE(Reasons, ';', ''))
    FROM #p
    WHERE Reasons <> '';
    SET @rejected = @@ROWCOUNT;

    SELECT @sum = SUM(Amount) FROM #p WHERE Reasons = '';

    INSERT INTO dbo.LoadStat (Loaded, Rejected, PctRejected, SumAmount, LoadedAt)
    VALUES (@loaded, @rejected, 100.0 * @rejected / NULLIF(@loaded + @rejected, 0), @sum, SYSDATETIME());
END
