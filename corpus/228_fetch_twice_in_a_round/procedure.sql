CREATE PROCEDURE dbo.MarkSteps
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @total int = 0, @size int;
    DECLARE steps CURSOR LOCAL FAST_FORWARD FOR SELECT Size FROM dbo.Step ORDER BY Size;
    OPEN steps;
    FETCH NEXT FROM steps INTO @size;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @total = @total + ISNULL(@size, 1);
        IF EXISTS (SELECT 1 FROM dbo.Extra WHERE Size = @size)
        BEGIN
            INSERT INTO dbo.Mark (Total, Note) VALUES (@total, 'before'), (@size, 'size');
            SELECT @total = @total + ISNULL(Size, 0) * 10 FROM dbo.Extra;
        END;
        FETCH NEXT FROM steps INTO @size;
    END;
    CLOSE steps;
    DEALLOCATE steps;
    INSERT INTO dbo.Mark (Total, Note) VALUES (@total, 'end');
END
GO
