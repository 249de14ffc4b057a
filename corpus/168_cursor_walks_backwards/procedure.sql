CREATE PROCEDURE dbo.FillFromNext
AS
BEGIN
    DECLARE @meter int, @at datetime2(0), @val int, @carry int, @carryMeter int = NULL;
    DECLARE r CURSOR LOCAL SCROLL STATIC FOR SELECT Meter, At, Val FROM dbo.ReadingIn ORDER BY Meter, At;

    TRUNCATE TABLE dbo.Reading;
    OPEN r;
    FETCH LAST FROM r INTO @meter, @at, @val;

    WHILE @@FETCH_STATUS <> -1
    BEGIN
        IF @carryMeter IS NULL OR @carryMeter <> @meter
            SELECT @carry = NULL, @carryMeter = @meter;

        IF @val IS NULL
            INSERT INTO dbo.Reading (Meter, At, Val, Borrowed) VALUES (@meter, @at, @carry, CASE WHEN @carry IS NULL THEN 0 ELSE 1 END);
        ELSE
        BEGIN
            SET @carry = @val;
            INSERT INTO dbo.Reading (Meter, At, Val, Borrowed) VALUES (@meter, @at, @val, 0);
        END;

        FETCH PRIOR FROM r INTO @meter, @at, @val;
    END;

    CLOSE r;
    DEALLOCATE r;
END
GO
