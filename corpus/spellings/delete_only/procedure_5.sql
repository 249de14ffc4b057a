CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    DECLARE @t varchar(10);
    DECLARE r CURSOR LOCAL FAST_FORWARD FOR SELECT Token FROM dbo.Revoked;
    OPEN r;
    FETCH NEXT FROM r INTO @t;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        DELETE FROM dbo.Session_ WHERE Token = @t;
        FETCH NEXT FROM r INTO @t;
    END;
    CLOSE r;
    DEALLOCATE r;
END
GO
