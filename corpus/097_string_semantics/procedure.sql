CREATE PROCEDURE txt.usp_SplitAddress
AS
BEGIN
    SET NOCOUNT ON;
    DELETE FROM txt.AddressOut;

    INSERT INTO txt.AddressOut (AddrNo, Street, HouseNo, Zip5, CityLine, CityConcat, LenLine, FirstDigit, Masked, Abbrev)
    SELECT a.AddrNo,
           LEFT(a.Line1, NULLIF(CHARINDEX(' ', a.Line1), 0) - 1),
           CASE WHEN CHARINDEX(' ', a.Line1) > 0 THEN LTRIM(RIGHT(RTRIM(a.Line1), CHARINDEX(' ', REVERSE(RTRIM(a.Line1))))) END,
           RIGHT('00000' + LTRIM(RTRIM(a.Zip)), 5),
           a.Zip + ' ' + a.City,
           CONCAT(a.Zip, ' ', a.City),
           LEN(a.Line1),
           PATINDEX('%[0-9]%', a.Line1),
           STUFF(a.Line1, 2, 3, '***'),
           REPLACE(a.Line1, 'street', 'St')
    FROM   txt.AddressIn a;

    INSERT INTO txt.AddressOut (AddrNo, AllZips)
    SELECT NULL, STRING_AGG(Zip, ';') WITHIN GROUP (ORDER BY AddrNo DESC)
    FROM   txt.AddressIn
    WHERE  City LIKE '%o[a-m]%';
END
GO
