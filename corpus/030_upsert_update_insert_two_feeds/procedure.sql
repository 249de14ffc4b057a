CREATE PROCEDURE sales.usp_UpsertAccounts
AS
BEGIN
    SET NOCOUNT ON;

    ------------------------------------------------ own feed
    UPDATE a
    SET    a.AccName = o.AccName,
           a.CreditLimit = o.CreditLimit,
           a.Updates += 1
    FROM   sales.Account AS a
           INNER JOIN sales.OwnFeed AS o ON a.AccNo = o.AccNo;

    INSERT INTO sales.Account (AccNo, AccName, CreditLimit, Origin)
    SELECT o.AccNo, o.AccName, o.CreditLimit, 'OWN'
    FROM   sales.OwnFeed AS o
    WHERE  o.AccNo NOT IN (SELECT a.AccNo FROM sales.Account AS a);

    ------------------------------------------------ partner feed
    UPDATE a
    SET    a.CreditLimit = p.CreditLimit,
           a.Updates = a.Updates + 1
    FROM   sales.Account AS a, sales.PartnerFeed AS p
    WHERE  p.AccNo = a.AccNo
      AND  p.CreditLimit > ISNULL(a.CreditLimit, 0);

    INSERT INTO sales.Account (AccNo, CreditLimit, Origin)
    SELECT p.AccNo, p.CreditLimit, ISNULL(p.Partner, 'PARTNER')
    FROM   sales.PartnerFeed AS p
    WHERE  NOT EXISTS (SELECT 1 FROM sales.Account AS a WHERE a.AccNo = p.AccNo);
END
GO
