CREATE PROCEDURE [Control].[Close Cities]
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @EndOfTime datetime2(3) = '99991231 23:59:59.999';

    BEGIN TRAN;

    WITH Closing AS (
        SELECT c.[Source City ID], MIN(c.[Valid From]) AS [Valid From]
        FROM [Landing].[City_Landing] AS c
        GROUP BY c.[Source City ID]
    )
    UPDATE d
        SET d.[Valid To] = r.[Valid From]
    FROM [Dim].[City Of Sale] AS d
    INNER JOIN Closing AS r ON d.[Source City ID] = r.[Source City ID]
    WHERE d.[Valid To] = @EndOfTime;

    UPDATE [Control].[Load Cutoff]
        SET [Cutoff Time] = (SELECT MAX([Valid From]) FROM [Landing].[City_Landing])
    WHERE [Table Name] = N'City';

    COMMIT;
END;
