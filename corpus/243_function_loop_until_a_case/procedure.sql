CREATE FUNCTION dbo.WorkdaysBetween (@from date, @to date) RETURNS int
AS
BEGIN
    DECLARE @day date = @from, @n int = 0;
    WHILE @day <= @to
    BEGIN
        IF DATEDIFF(DAY, '19000101', @day) % 7 < 5 SET @n = @n + 1;
        SET @day = DATEADD(DAY, 1, @day);
    END
    RETURN @n;
END
GO
CREATE PROCEDURE dbo.CountWorkdays
AS
BEGIN
    SET NOCOUNT ON;
    INSERT INTO dbo.Workdays (Id, N)
    SELECT l.Id, dbo.WorkdaysBetween(l.FirstDay, CASE WHEN l.LastDay > '20240229' OR l.LastDay IS NULL THEN '20240229' ELSE l.LastDay END)
    FROM dbo.Leave AS l
    WHERE l.Id < 10;

    INSERT INTO dbo.Workdays (Id, N)
    SELECT l.Id % 10, SUM(dbo.WorkdaysBetween(l.FirstDay, CASE WHEN l.LastDay > '20240229' THEN '20240229' ELSE l.LastDay END))
    FROM dbo.Leave AS l
    WHERE l.Id > 10
    GROUP BY l.Id % 10;
END
GO
