CREATE PROCEDURE dbo.NumberInvoices
AS
BEGIN
    IF EXISTS (SELECT * FROM dbo.Bill WHERE NewYear = 1)
    BEGIN
        DELETE FROM dbo.InvoiceNo;
        DBCC CHECKIDENT ('dbo.InvoiceNo', RESEED, 0);
    END

    INSERT INTO dbo.InvoiceNo (BillRef)
    SELECT BillRef FROM dbo.Bill ORDER BY BillRef;
END
GO
