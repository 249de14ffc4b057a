CREATE PROCEDURE pay.ApplyRaises
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @left decimal(10,2), @emp int, @grade tinyint, @amount decimal(10,2), @raise decimal(10,2);

    SELECT @left = ISNULL(SUM(Amount), 0) FROM pay.Budget;

    DECLARE c CURSOR LOCAL FOR
        SELECT EmpNo, Grade, Amount FROM pay.Salary ORDER BY Grade, EmpNo
        FOR UPDATE OF Amount, Raises;
    OPEN c;
    FETCH NEXT FROM c INTO @emp, @grade, @amount;

    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF EXISTS (SELECT 1 FROM pay.Leaver WHERE EmpNo = @emp)
            DELETE FROM pay.Salary WHERE CURRENT OF c;
        ELSE
        BEGIN
            SET @raise = @amount * 0.1;
            IF @raise <= @left AND @grade IS NOT NULL
            BEGIN
                UPDATE pay.Salary SET Amount = Amount + @raise, Raises = Raises + 1 WHERE CURRENT OF c;
                SET @left = @left - @raise;
            END;
        END;

        FETCH NEXT FROM c INTO @emp, @grade, @amount;
    END;

    CLOSE c;
    DEALLOCATE c;
END
GO
