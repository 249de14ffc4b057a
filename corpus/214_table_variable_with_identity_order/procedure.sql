CREATE PROCEDURE dbo.QueueUp
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @q TABLE (No int IDENTITY(1,1) NOT NULL, Name varchar(10) NOT NULL, Since int NULL);
    DECLARE @i int = 1, @max int, @place int = 0;

    INSERT INTO @q (Name, Since)
    SELECT Name, Since FROM dbo.Caller ORDER BY Since DESC, Name;

    DELETE a FROM @q a WHERE EXISTS (SELECT 1 FROM @q b WHERE b.Name = a.Name AND b.No < a.No);

    TRUNCATE TABLE dbo.Waiting;
    SELECT @max = MAX(No) FROM @q;

    WHILE @i <= @max
    BEGIN
        IF EXISTS (SELECT 1 FROM @q WHERE No = @i)
        BEGIN
            SET @place += 1;
            INSERT INTO dbo.Waiting (Place, Name, Since, Ahead)
            SELECT @place, q.Name, q.Since, (SELECT COUNT(*) FROM dbo.Waiting w WHERE w.Since > q.Since) FROM @q q WHERE q.No = @i;
        END
        SET @i += 1;
    END
END
GO
