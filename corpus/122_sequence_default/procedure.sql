CREATE PROCEDURE dw.LoadVoucher
AS
BEGIN
    SET NOCOUNT ON;

    DELETE FROM dw.Voucher
    WHERE Code IN (SELECT Code FROM stg.Voucher WHERE Revoked = 1);

    -- paper first
    INSERT INTO dw.Voucher (Code, Amount)
    SELECT v.Code, v.Amount
    FROM   stg.Voucher v
    WHERE  v.Channel = 'PAPER' AND v.Amount > 0 AND v.Code IS NOT NULL AND v.Revoked = 0
      AND  NOT EXISTS (SELECT 1 FROM dw.Voucher x WHERE x.Code = v.Code);

    INSERT INTO dw.Voucher (Code, Amount)
    SELECT v.Code, v.Amount * 0.9
    FROM   stg.Voucher v
    WHERE  v.Channel <> 'PAPER' AND v.Amount > 0 AND v.Code IS NOT NULL AND v.Revoked = 0
      AND  NOT EXISTS (SELECT 1 FROM dw.Voucher x WHERE x.Code = v.Code);

    TRUNCATE TABLE dw.Rejected;
    INSERT INTO dw.Rejected (Code, Reason)
    SELECT Code, CASE WHEN Code IS NULL THEN 'no code' ELSE 'no amount' END
    FROM   stg.Voucher
    WHERE  Code IS NULL OR ISNULL(Amount, 0) <= 0;
END
GO
