CREATE PROCEDURE dbo.PostBalances
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @acc varchar(6), @seq int, @amt decimal(10,2), @prevAcc varchar(6), @bal decimal(12,2), @cut bit;

    DECLARE m CURSOR LOCAL FORWARD_ONLY FOR
        SELECT Account, Seq, Amount FROM dbo.Movement ORDER BY Account, Seq;

    DELETE FROM dbo.Balance;

    OPEN m;
    FETCH m INTO @acc, @seq, @amt;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF @prevAcc IS NULL OR @prevAcc <> @acc
        BEGIN
            SET @bal = 0;
            SET @prevAcc = @acc;
        END

        SET @bal = @bal + ISNULL(@amt, 0);
        SET @cut = 0;
        IF @bal < 0
            SELECT @bal = 0, @cut = 1;

        INSERT INTO dbo.Balance VALUES (@acc, @seq, @bal, @cut);
        FETCH m INTO @acc, @seq, @amt;
    END
    CLOSE m;
    DEALLOCATE m;
END
GO
