CREATE PROCEDURE dw.Purge AS
BEGIN
    DECLARE @round int = 0, @rows int = 1;
    SET ROWCOUNT 2;
    UPDATE dw.Entry SET Flag = 1 WHERE Old = 0;
    WHILE @rows > 0
    BEGIN
        DELETE FROM dw.Entry WHERE Old = 1;
        SET @rows = @@ROWCOUNT;
        SET @round = @round + 1;
        INSERT INTO dw.Purged (Round, Rows) VALUES (@round, @rows);
    END
    INSERT INTO dw.Kept (EntryId) SELECT EntryId FROM dw.Entry ORDER BY EntryId DESC;
    SET ROWCOUNT 0;
    UPDATE dw.Entry SET Flag = ISNULL(Flag, 0) + 10;
END
