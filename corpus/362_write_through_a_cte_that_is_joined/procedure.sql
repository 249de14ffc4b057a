CREATE PROCEDURE dw.BookPayments AS
BEGIN
    INSERT INTO dw.Account (Account, Balance) SELECT DISTINCT p.Account, 100 FROM stg.Payment p WHERE NOT EXISTS (SELECT 1 FROM dw.Account a WHERE a.Account = p.Account);

    -- a CTE beside what it is joined with
    WITH north AS (SELECT Account, Balance, Paid FROM dw.Account WHERE Region = 'north' OR Region IS NULL)
    UPDATE n SET Balance -= s.Amount, Paid = ISNULL(n.Paid, 0) + s.Times
    FROM north n
    JOIN (SELECT Account, SUM(Amount) AS Amount, COUNT(*) AS Times FROM stg.Payment GROUP BY Account) s ON s.Account = n.Account;

    -- a view
    UPDATE v SET Region = 'owes' FROM dw.OpenAccount v LEFT JOIN stg.Payment p ON p.Account = v.Account WHERE p.PaymentId IS NULL;

    -- numbered rows: the contact that came last goes with its account
    WITH numbered AS (SELECT ContactId, Account, ROW_NUMBER() OVER (PARTITION BY Account ORDER BY ContactId DESC) AS No FROM dw.Contact)
    DELETE d FROM numbered d JOIN stg.Closed c ON c.Account = d.Account WHERE d.No = 1;

    -- a table without a key
    UPDATE d SET Text = CONCAT(d.Text, '!') FROM (SELECT Account, Text, COUNT(*) OVER (PARTITION BY Account) AS Notes FROM dw.Note) d JOIN stg.Closed c ON c.Account = d.Account WHERE d.Notes > 1;
END
