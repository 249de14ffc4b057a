CREATE PROCEDURE crm.UpsertAccount AS
BEGIN
    SET NOCOUNT ON;

    UPDATE a SET Owner_ = f.Owner_
    FROM crm.Account a, crm.AccountFeed f
    WHERE a.AccNo = f.AccNo AND a.Status <> 'X';

    INSERT INTO crm.Account (AccNo, Owner_)
    SELECT AccNo, Owner_ FROM crm.AccountFeed f
    WHERE NOT EXISTS (SELECT * FROM crm.Account a WHERE a.AccNo = f.AccNo);
END
GO
