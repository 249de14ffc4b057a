CREATE PROCEDURE dbo.BookPayment @Kind varchar(10)
AS
BEGIN
    DECLARE @no int, @prev int;

    IF NOT EXISTS (SELECT 1 FROM dbo.Payment)
        RETURN 0;

    UPDATE dbo.Counter
    SET    @prev = LastNo,
           @no = LastNo = LastNo + 1
    WHERE  Kind = @Kind;

    IF @@ROWCOUNT = 0
    BEGIN
        INSERT INTO dbo.Counter (Kind, LastNo) VALUES (@Kind, 100);
        SET @no = 100;
    END

    INSERT INTO dbo.Receipt (ReceiptNo, PrevNo, PayRef, Amount)
    SELECT @no, @prev, PayRef, Amount FROM dbo.Payment;
END
GO
