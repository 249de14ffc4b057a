CREATE PROCEDURE dbo.CountKinds
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @id int, @kind varchar(5), @left int;
    DECLARE entries CURSOR LOCAL FAST_FORWARD FOR SELECT Id, Kind FROM dbo.Entry ORDER BY Id;
    OPEN entries;
    FETCH NEXT FROM entries INTO @id, @kind;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @left = @id;
        WHILE @left > 0 SET @left -= 1;
        SET @kind = ISNULL(@kind, '?');
        IF EXISTS (SELECT 1 FROM dbo.KindCount WHERE Kind = @kind)
            UPDATE dbo.KindCount SET N = N + 1 WHERE Kind = @kind;
        ELSE
            INSERT INTO dbo.KindCount (Kind, N) VALUES (@kind, 1);
        FETCH NEXT FROM entries INTO @id, @kind;
    END
    CLOSE entries;
    DEALLOCATE entries;
END
GO
