CREATE PROCEDURE dbo.usp_Check
AS
BEGIN
    IF EXISTS (SELECT 1 FROM AUDIT.Books.dbo.Closed) RETURN;
    TRUNCATE TABLE dbo.Checked;
    INSERT INTO dbo.Checked (Id) SELECT i.Id FROM dbo.Item AS i WHERE i.Amount > 0;
END
GO
CREATE PROCEDURE dbo.usp_Publish
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dbo.Seen;
    INSERT INTO dbo.Seen (Id) SELECT i.Id FROM dbo.Item AS i;
    EXEC dbo.usp_Check;
    TRUNCATE TABLE dbo.Total;
    INSERT INTO dbo.Total (Amount) SELECT SUM(i.Amount) FROM dbo.Item AS i;
    IF EXISTS (SELECT 1 FROM LEDGER.Books.dbo.Closed)
    BEGIN
        PRINT 'closed';
        RETURN;
    END
    TRUNCATE TABLE dbo.Published;
    INSERT INTO dbo.Published (Id, Amount) SELECT i.Id, i.Amount FROM dbo.Item AS i;
END
GO
