CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @g varchar(8), @a int;
    DECLARE h CURSOR LOCAL FAST_FORWARD FOR SELECT Grp, ISNULL(Amount, 0) FROM dbo.HitIn;
    OPEN h;
    FETCH NEXT FROM h INTO @g, @a;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        UPDATE dbo.Total SET Cnt += 1, Amount += @a WHERE Grp = @g;
        IF @@ROWCOUNT = 0
            INSERT INTO dbo.Total (Grp, Cnt, Amount) VALUES (@g, 1, @a);
        FETCH NEXT FROM h INTO @g, @a;
    END
    CLOSE h;
    DEALLOCATE h;
END
GO
