CREATE PROCEDURE dbo.FillNumbered
AS
BEGIN
    IF OBJECT_ID('tempdb..#n') IS NULL RETURN;
    IF OBJECT_ID(N'tempdb..#other', N'U') IS NOT NULL RETURN;
    INSERT INTO dbo.Numbered (No, Device, V, Running, Share, Pos)
    SELECT No, Device, V, SUM(V) OVER w, SUM(V) OVER byDevice, ROW_NUMBER() OVER (w ROWS UNBOUNDED PRECEDING)
    FROM   #n
    WINDOW w AS (byDevice ORDER BY No), byDevice AS (PARTITION BY Device);
END
GO
CREATE PROCEDURE dbo.NumberRows
AS
BEGIN
    DECLARE @lock int;
    BEGIN TRANSACTION;
    EXEC @lock = sp_getapplock @Resource = 'NumberRows', @LockMode = 'Exclusive';
    IF @lock < 0
    BEGIN
        COMMIT;
        RETURN;
    END;

    DELETE FROM dbo.Numbered;
    SELECT IDENTITY(int, 10, 5) AS No, Device, V INTO #n FROM dbo.Reading ORDER BY At DESC, Device;
    INSERT INTO #n (Device, V) VALUES ('end', 1);
    EXEC dbo.FillNumbered;

    EXEC sp_releaseapplock @Resource = 'NumberRows';
    COMMIT;
END
GO
