CREATE PROC fin.usp_PostClaims @MaxBad int = 2
AS
SET NOCOUNT ON
DECLARE @bad TABLE (ClaimNo varchar(12), LineNum int, Reason varchar(40))
DECLARE @posted int, @badCount int, @msg nvarchar(200)

BEGIN TRY
    BEGIN TRANSACTION

    INSERT INTO @bad (ClaimNo, LineNum, Reason)
    SELECT ClaimNo, LineNum,
           CASE WHEN Amount IS NULL THEN 'amount missing'
                WHEN Amount < 0 THEN 'negative amount'
                ELSE 'currency ' + ISNULL(Currency, 'missing') END
    FROM fin.ClaimIn
    WHERE Amount IS NULL OR Amount < 0 OR ISNULL(Currency, '') NOT IN ('SEK', 'EUR')

    SET @badCount = @@ROWCOUNT

    DELETE c
    FROM fin.Claim c
    WHERE EXISTS (SELECT * FROM fin.ClaimIn i WHERE i.ClaimNo = c.ClaimNo)

    INSERT fin.Claim (ClaimNo, LineNum, Amount, Payable, Band)
    SELECT i.ClaimNo, i.LineNum, i.Amount,
           CASE WHEN i.Amount > ISNULL(i.Excess, 0) THEN i.Amount - ISNULL(i.Excess, 0) ELSE 0 END,
           CASE WHEN i.Amount >= 1000 THEN 'A' WHEN i.Amount >= 100 THEN 'B' END
    FROM fin.ClaimIn i
    WHERE NOT EXISTS (SELECT 1 FROM @bad b WHERE b.ClaimNo = i.ClaimNo AND b.LineNum = i.LineNum)

    SET @posted = @@ROWCOUNT

    IF @badCount > @MaxBad
    BEGIN
        SET @msg = CONCAT('too many bad claims: ', @badCount, ' of ', @badCount + @posted);
        THROW 50010, @msg, 1
    END

    COMMIT TRANSACTION

    INSERT INTO fin.BatchLog (Status, Detail, RowsPosted, LoggedAt)
    VALUES ('OK', N'bad: ' + CAST(@badCount AS nvarchar(10)), @posted, GETDATE())
END TRY
BEGIN CATCH
    IF @@TRANCOUNT > 0
        ROLLBACK TRANSACTION

    INSERT INTO fin.BatchLog (Status, Detail, ErrNo, RowsPosted, LoggedAt)
    VALUES ('FAILED', ERROR_MESSAGE(), ERROR_NUMBER(), 0, GETDATE())
END CATCH

DELETE fin.ClaimError WHERE EXISTS (SELECT 1 FROM @bad b WHERE b.ClaimNo = ClaimError.ClaimNo AND b.LineNum = ClaimError.LineNum)

INSERT fin.ClaimError (ClaimNo, LineNum, Reason)
SELECT ClaimNo, LineNum, Reason FROM @bad
