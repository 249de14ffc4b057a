CREATE PROCEDURE fin.BuildPlan
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @loan int, @bal decimal(10,2), @rate decimal(5,2), @inst decimal(10,2), @skip int, @int decimal(10,2), @pay decimal(10,2), @m int;

    TRUNCATE TABLE fin.PlanRow;

    SELECT @loan = MIN(LoanNo) FROM fin.LoanTerm;

    WHILE @loan IS NOT NULL
    BEGIN
        SELECT @bal = Principal, @rate = RatePct, @inst = Instalment, @skip = SkipMonth FROM fin.LoanTerm WHERE LoanNo = @loan;
        SET @m = 0;

        WHILE @m < 6
        BEGIN
            SET @m = @m + 1;
            SET @int = ROUND(@bal * @rate / 1200, 2);
            SET @bal = @bal + @int;

            IF @m = @skip
            BEGIN
                INSERT INTO fin.PlanRow (LoanNo, MonthNo, Interest, Paid, Balance) VALUES (@loan, @m, @int, 0, @bal);
                CONTINUE;
            END

            SET @pay = CASE WHEN @bal < @inst THEN @bal ELSE @inst END;
            SET @bal = @bal - @pay;

            INSERT INTO fin.PlanRow (LoanNo, MonthNo, Interest, Paid, Balance) VALUES (@loan, @m, @int, @pay, @bal);

            IF @bal = 0 BREAK;
        END

        SELECT @loan = MIN(LoanNo) FROM fin.LoanTerm WHERE LoanNo > @loan;
    END
END
GO
