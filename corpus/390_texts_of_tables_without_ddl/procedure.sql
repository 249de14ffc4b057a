CREATE PROCEDURE dw.LoadPerson
AS
BEGIN
    SET NOCOUNT ON;
    SELECT p.PersonNo, p.FirstName + ' ' + p.LastName AS FullName, p.Standing, p.RegionCode
    INTO #people
    FROM raw.Person p
    WHERE p.Kind IN ('Member', 'Guest');

    DELETE FROM #people WHERE Standing LIKE 'x%';

    TRUNCATE TABLE dw.Person;
    INSERT INTO dw.Person (PersonNo, FullName, Standing, Region)
    SELECT p.PersonNo, p.FullName + ISNULL(t.Suffix, ''), CASE WHEN p.Standing = 'gold' THEN 'top' ELSE 'other' END, r.Name
    FROM #people p
    LEFT JOIN dw.Region r ON r.Code = p.RegionCode
    LEFT JOIN raw.Title t ON t.PersonNo = p.PersonNo;
END
