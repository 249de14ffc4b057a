CREATE PROCEDURE [Dim].[Load Employee]
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @EndOfTime datetime2(7) = '99991231 23:59:59.9999999';

    WITH Closing AS (
        SELECT e.[Employee ID], MIN(e.[Valid From]) AS [Valid From]
        FROM [Landing].[Employee] AS e
        GROUP BY e.[Employee ID]
    )
    UPDATE d
        SET d.[Valid To] = c.[Valid From]
    FROM [Dim].[Employee] AS d
    INNER JOIN Closing AS c ON d.[Employee ID] = c.[Employee ID]
    WHERE d.[Valid To] = @EndOfTime;

    INSERT [Dim].[Employee] ([Employee ID], [Name], [Photo], [Start Week], [Start ISO Week], [Valid From], [Valid To])
    SELECT [Employee ID], [Name], [Photo], DATEPART(week, [Valid From]), DATEPART(iso_week, [Valid From]), [Valid From], [Valid To]
    FROM [Landing].[Employee];
END;
