CREATE PROCEDURE crm.LatestContact
AS
BEGIN
    SET NOCOUNT ON

    DELETE FROM crm.AccountContact

    INSERT INTO crm.AccountContact (AccNo, LastTopic, LastDay, LatestDate, Phones, OldestId)
    SELECT a.AccNo, k.Topic, k.ContactDay, m.LatestDate, ph.N, old.ContactId
    FROM   crm.Account a
    OUTER APPLY (SELECT TOP (1) c.Topic, c.ContactDay
                 FROM   crm.Contact c
                 WHERE  c.AccNo = a.AccNo
                 ORDER BY c.ContactDay DESC, c.ContactId DESC) k
    CROSS APPLY (SELECT MAX(v.d) AS LatestDate FROM (VALUES (a.D1), (a.D2), (a.D3)) AS v (d)) m
    CROSS APPLY (SELECT COUNT(*) AS N
                 FROM  (VALUES (a.Phone1), (a.Phone2)) AS p (no)
                 WHERE p.no IS NOT NULL
                 HAVING COUNT(*) > 0) ph
    OUTER APPLY (SELECT TOP 1 c.ContactId FROM crm.Contact c WHERE c.AccNo = a.AccNo ORDER BY c.ContactDay, c.ContactId) old
END
GO
