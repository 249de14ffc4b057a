CREATE PROCEDURE dbo.MergeDuplicates
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @no int, @name varchar(10), @points int, @sum int, @n int;

    INSERT INTO dbo.Person (No, Name, Points, Merged)
    SELECT No, Name, ISNULL(Points, 0), 0 FROM dbo.PersonIn WHERE No NOT IN (SELECT No FROM dbo.Person);

    DECLARE p CURSOR LOCAL STATIC FOR SELECT No, Name, Points FROM dbo.Person ORDER BY No;
    OPEN p;
    FETCH NEXT FROM p INTO @no, @name, @points;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF EXISTS (SELECT 1 FROM dbo.Person WHERE No = @no)
        BEGIN
            SELECT @sum = ISNULL(SUM(Points), 0), @n = COUNT(*) FROM dbo.Person WHERE Name = @name AND No > @no;
            IF @n > 0
            BEGIN
                DELETE FROM dbo.Person WHERE Name = @name AND No > @no;
                UPDATE dbo.Person SET Points = @points + @sum, Merged = Merged + @n WHERE No = @no;
            END
        END
        FETCH NEXT FROM p INTO @no, @name, @points;
    END
    CLOSE p;
    DEALLOCATE p;
END
GO
