CREATE PROCEDURE dbo.Scan @StopAt int
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @x int = 0, @y int, @v int, @steps int = 0;

    DELETE FROM dbo.ScanOut;
    DELETE FROM dbo.ScanEnd;

    WHILE @x < 3
    BEGIN
        SET @x += 1;
        IF @x = 2 AND NOT EXISTS (SELECT 1 FROM dbo.Cell WHERE X = 2)
            CONTINUE;

        SET @y = 0;
        WHILE @y < 3
        BEGIN
            SET @y += 1;
            SET @steps += 1;
            SET @v = (SELECT MAX(V) FROM dbo.Cell WHERE X = @x AND Y = @y);

            IF @v IS NULL CONTINUE;
            IF @v < 0 BREAK;
            IF @v = @StopAt
            BEGIN
                INSERT INTO dbo.ScanOut VALUES (@x, @y, -1);
                RETURN;
            END;

            INSERT INTO dbo.ScanOut VALUES (@x, @y, @v);
        END;
    END;

    INSERT INTO dbo.ScanEnd VALUES (@steps);
END
GO
