CREATE PROCEDURE dw.usp_LoadBudget
    @Mode char(1),
    @Year int,
    @Dept varchar(5) = NULL
AS
BEGIN
    SET NOCOUNT ON;

    IF EXISTS (SELECT 1 FROM src.YearLock WHERE Yr = @Year AND Locked = 1)
    BEGIN
        INSERT INTO dw.BudgetLog (Msg) VALUES ('year ' + CAST(@Year AS varchar(4)) + ' is locked');
        RETURN 1;
    END

    IF @Mode = 'R'
    BEGIN
        DELETE FROM dw.Budget WHERE Yr = @Year AND (Dept = @Dept OR @Dept IS NULL);

        INSERT INTO dw.Budget (Yr, Dept, Amount)
        SELECT Yr, Dept, SUM(Amount)
        FROM   src.Budget
        WHERE  Yr = @Year AND (Dept = @Dept OR @Dept IS NULL)
        GROUP BY Yr, Dept
        HAVING SUM(Amount) IS NOT NULL;
    END
    ELSE IF @Mode = 'A'
        INSERT INTO dw.Budget (Yr, Dept, Amount)
        SELECT Yr, Dept, Amount FROM src.Budget WHERE Yr = @Year AND Amount IS NOT NULL;
    ELSE
    BEGIN
        INSERT INTO dw.BudgetLog (Msg) VALUES ('unknown mode');
        RETURN 2;
    END

    INSERT INTO dw.BudgetLog (Msg)
    SELECT 'mode ' + @Mode + ': ' + CAST(COUNT(*) AS varchar(10)) + ' rows of ' + CAST(@Year AS varchar(4))
    FROM   dw.Budget
    WHERE  Yr = @Year;

    RETURN 0;
END
GO
