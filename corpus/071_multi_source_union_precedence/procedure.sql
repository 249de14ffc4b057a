CREATE PROCEDURE mdm.usp_LoadContacts
AS
BEGIN
    SET NOCOUNT ON;

    IF OBJECT_ID('tempdb.dbo.#all') IS NOT NULL DROP TABLE #all;

    SELECT u.Email, u.FullName, u.Phone, u.ChangedOn, u.Sys, u.Pref,
           ROW_NUMBER() OVER (PARTITION BY u.Email ORDER BY u.ChangedOn DESC, u.Pref) AS rn
    INTO #all
    FROM (
        SELECT Email, FullName, Phone, ChangedOn, 'CRM' AS Sys, 1 AS Pref FROM crm.Person
        UNION ALL
        SELECT EMail, First_Name + N' ' + Last_Name, Tel, CAST(ModDate AS date), 'ERP', 2 FROM erp.Contact
        UNION ALL
        SELECT Email, Nick, NULL, CONVERT(date, SignedUp), 'WEB', 3 FROM web.Signup
    ) u
    WHERE u.Email LIKE '%_@_%';

    TRUNCATE TABLE mdm.Contact;

    INSERT INTO mdm.Contact (Email, FullName, Phone, ChangedOn, System_, Sources)
    SELECT a.Email, a.FullName, a.Phone, a.ChangedOn, a.Sys, (SELECT COUNT(DISTINCT b.Sys) FROM #all b WHERE b.Email = a.Email)
    FROM #all a
    WHERE a.rn = 1;

    -- fill gaps from the preferred other system
    UPDATE c
    SET FullName = COALESCE(c.FullName, crm1.FullName, erp1.First_Name + N' ' + erp1.Last_Name),
        Phone = COALESCE(c.Phone, crm1.Phone, erp1.Tel)
    FROM mdm.Contact c
    LEFT JOIN crm.Person crm1 ON crm1.Email = c.Email
    LEFT JOIN erp.Contact erp1 ON erp1.EMail = c.Email
    WHERE c.FullName IS NULL OR c.Phone IS NULL;
END
GO
