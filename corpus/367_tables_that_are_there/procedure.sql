CREATE PROCEDURE dw.LoadRate AS
BEGIN
    IF OBJECT_ID('dw.Rate', 'U') IS NOT NULL TRUNCATE TABLE dw.Rate;
    INSERT INTO dw.Rate (Cur, Rate) SELECT Cur, MAX(Rate) FROM stg.Rate GROUP BY Cur;

    IF OBJECT_ID(N'[dw].[RateLog]') IS NULL RETURN;
    INSERT INTO dw.RateLog (Cur, Note) SELECT Cur, 'loaded' FROM dw.Rate WHERE Rate IS NOT NULL;

    -- what the server has beside the tables of the input is not known
    IF OBJECT_ID('dw.Other') IS NOT NULL DELETE FROM dw.Maybe;
    INSERT INTO dw.Maybe (Cur) SELECT Cur FROM stg.Rate;
END
