CREATE PROCEDURE dbo.SyncContact
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @run int = (SELECT MAX(RunNo) FROM dbo.Run);

    UPDATE c
    SET    c.Phone = i.Phone, c.GoneInRun = NULL
    FROM   dbo.Contact c
    JOIN   dbo.ContactIn i ON i.Email = c.Email;

    UPDATE dbo.Contact
    SET    GoneInRun = @run
    WHERE  GoneInRun IS NULL
      AND  NOT EXISTS (SELECT 1 FROM dbo.ContactIn i WHERE i.Email = Contact.Email);

    DELETE FROM dbo.Contact WHERE GoneInRun <= @run - 2;

    INSERT INTO dbo.Contact (Email, Phone)
    SELECT i.Email, i.Phone
    FROM   dbo.ContactIn i
    WHERE  i.Email > '' AND NOT EXISTS (SELECT 1 FROM dbo.Contact c WHERE c.Email = i.Email);
END
GO
