CREATE PROCEDURE dbo.SplitAmounts
AS
BEGIN
    DECLARE @max int = 40, @nth int = 0;

    TRUNCATE TABLE dbo.Piece;

again:
    INSERT INTO dbo.Piece (Id, Nth, Amount)
    SELECT Id, @nth + 1, CASE WHEN Amount - @nth * @max > @max THEN @max ELSE Amount - @nth * @max END
    FROM   dbo.Whole
    WHERE  Amount > @nth * @max;

    IF @@ROWCOUNT > 0
    BEGIN
        SET @nth = @nth + 1;
        GOTO again;
    END;
END
GO
