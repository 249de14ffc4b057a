CREATE PROCEDURE fin.usp_PostPayments
AS
BEGIN
    SET NOCOUNT, XACT_ABORT ON;

    BEGIN TRY
        IF EXISTS (SELECT PayNo FROM fin.PaymentIn GROUP BY PayNo HAVING COUNT(*) > 1)
            RAISERROR('duplicate payment numbers', 16, 1);

        DECLARE @neg int = (SELECT COUNT(*) FROM fin.PaymentIn WHERE Amount <= 0);
        IF @neg > 0
            THROW 51000, 'payment without amount', 1;

        BEGIN TRAN;

        SELECT p.PayNo, p.ItemNo, p.Amount, ISNULL(p.PaidOn, '2000-01-01') AS PaidOn
        INTO   #new
        FROM   fin.PaymentIn p
        WHERE  NOT EXISTS (SELECT 1 FROM fin.Payment x WHERE x.PayNo = p.PayNo);

        INSERT INTO fin.Payment (PayNo, ItemNo, Amount, PaidOn)
        SELECT PayNo, ItemNo, Amount, PaidOn FROM #new;

        PRINT 'payments: ' + CAST(@@ROWCOUNT AS varchar(10));

        UPDATE o
        SET    o.Amount = o.Amount - n.Amount, o.LastPaid = n.PaidOn
        FROM   fin.OpenItem o
        INNER JOIN (SELECT ItemNo, SUM(Amount) AS Amount, MAX(PaidOn) AS PaidOn FROM #new GROUP BY ItemNo) n ON n.ItemNo = o.ItemNo;

        DELETE FROM fin.OpenItem WHERE Amount = 0;

        COMMIT TRAN;
    END TRY
    BEGIN CATCH
        IF XACT_STATE() <> 0 ROLLBACK TRAN;

        INSERT INTO fin.ErrorLog (ErrorProc, ErrorNo, ErrorText)
        SELECT ERROR_PROCEDURE(), ERROR_NUMBER(), ERROR_MESSAGE();

        DECLARE @msg nvarchar(2000) = ERROR_MESSAGE();
        RAISERROR(@msg, 16, 1);
        RETURN;
    END CATCH
END
GO
