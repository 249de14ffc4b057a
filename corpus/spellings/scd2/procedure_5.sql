CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @code varchar(8), @level varchar(10), @day date;
    DECLARE c CURSOR LOCAL STATIC FOR SELECT Code, Level_, Day_ FROM dbo.PlanIn ORDER BY Code;
    OPEN c;
    FETCH NEXT FROM c INTO @code, @level, @day;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM dbo.Plan_ WHERE Code = @code AND ToDay IS NULL AND (Level_ = @level OR (Level_ IS NULL AND @level IS NULL)))
        BEGIN
            UPDATE dbo.Plan_ SET ToDay = @day WHERE Code = @code AND ToDay IS NULL;
            INSERT INTO dbo.Plan_ (Code, Level_, FromDay, ToDay) VALUES (@code, @level, @day, NULL);
        END;
        FETCH NEXT FROM c INTO @code, @level, @day;
    END;
    CLOSE c;
    DEALLOCATE c;
END
GO
