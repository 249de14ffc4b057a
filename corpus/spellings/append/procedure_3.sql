CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    DECLARE @page varchar(20), @hits int;
    DECLARE v CURSOR FOR SELECT Page, Hits FROM dbo.VisitIn ORDER BY Page;
    OPEN v;
    WHILE 1 = 1
    BEGIN
        FETCH NEXT FROM v INTO @page, @hits;
        IF @@FETCH_STATUS <> 0 BREAK;
        INSERT INTO dbo.Visit VALUES (@page, @hits);
    END;
    CLOSE v;
    DEALLOCATE v;
END
GO
