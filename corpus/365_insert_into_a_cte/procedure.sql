CREATE PROCEDURE dw.LoadMail AS
BEGIN
    WITH fresh AS (SELECT m.* FROM stg.Mail m WHERE NOT EXISTS (SELECT 1 FROM dw.Mail d WHERE d.MailId = m.MailId)),
    box (Id, Title) AS (SELECT MailId, Subject FROM dw.Mail)
    INSERT INTO box (Id, Title) SELECT MailId, Subject FROM fresh WHERE Box IS NULL;

    INSERT INTO dw.Mail (MailId, Box, Subject, State) SELECT MailId, Box, Subject, 'sorted' FROM stg.Mail s WHERE NOT EXISTS (SELECT 1 FROM dw.Mail d WHERE d.MailId = s.MailId);

    UPDATE dw.Log SET Entry.WRITE('!', NULL, 0);
END
