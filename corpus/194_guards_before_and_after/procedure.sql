CREATE PROCEDURE dbo.usp_LoadLedger
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @bad int;

    SELECT @bad = COUNT(*) FROM dbo.LedgerIn WHERE EntryNo < 0;
    IF @bad > 0
    BEGIN
        RAISERROR ('%d rows with a negative number', 16, 1, @bad);
        RETURN -1;
    END

    IF EXISTS (SELECT EntryNo FROM dbo.LedgerIn WHERE EntryNo IS NOT NULL GROUP BY EntryNo HAVING SUM(Amount) <> 0)
        THROW 50001, 'an entry is not balanced', 1;

    INSERT INTO dbo.Ledger (EntryNo, Account, Amount)
    SELECT DISTINCT i.EntryNo, i.Account, i.Amount
    FROM   dbo.LedgerIn AS i
    WHERE  i.EntryNo IS NOT NULL
      AND  NOT EXISTS (SELECT 1 FROM dbo.Ledger AS l WHERE l.EntryNo = i.EntryNo);

    IF (SELECT SUM(Amount) FROM dbo.Ledger) <> 0
    BEGIN
        RAISERROR (N'the ledger is not balanced', 16, 1);
        RETURN -2;
    END

    RETURN 0;
END
GO
