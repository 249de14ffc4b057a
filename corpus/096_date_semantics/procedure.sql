CREATE PROCEDURE leas.BuildInstalments
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE leas.Instalment;

    INSERT INTO leas.Instalment
    SELECT c.ContractNo,
           DATEADD(MONTH, 1, c.FirstDue),
           DATEADD(MONTH, 1, DATEADD(MONTH, 1, c.FirstDue)),
           EOMONTH(DATEADD(MONTH, c.Months, c.FirstDue)),
           DATEPART(QUARTER, c.FirstDue),
           DATEDIFF(MONTH, c.SignedAt, c.FirstDue),
           DATEDIFF(YEAR, c.SignedAt, c.FirstDue),
           DATEDIFF(WEEK, c.SignedAt, c.FirstDue),
           DATEDIFF(DAY, c.SignedAt, c.FirstDue),
           CONVERT(char(8), c.SignedAt, 112),
           CONVERT(varchar(10), c.SignedAt, 104),
           CONVERT(varchar(10), c.FirstDue, 23),
           DATEDIFF(DAY, 0, c.FirstDue) % 7 + 1,          -- Monday = 1
           CASE WHEN c.SignedAt BETWEEN '2024-03-01' AND '2024-03-31' THEN 1 ELSE 0 END,
           DATEFROMPARTS(YEAR(c.FirstDue), MONTH(c.FirstDue), 15),
           DATEDIFF(HOUR, c.SignedAt, DATEADD(DAY, 1, CAST(c.SignedAt AS date)))
    FROM leas.Contract c
    WHERE c.SignedAt > '20231230' OR c.SignedAt IS NULL;
END
GO
