CREATE PROCEDURE dbo.usp_Nightly @Mode varchar(10)
AS
BEGIN
    SET NOCOUNT ON
    DECLARE @cnt int, @txt varchar(20)

    SELECT @cnt = COUNT(*), @txt = 'loaded' FROM dbo.NightIn
    IF @cnt = 0
    BEGIN
        SET @txt = 'nothing'
        GOTO Finish
    END

    IF EXISTS (SELECT 1 FROM dbo.NightIn WHERE K IS NULL)
        GOTO Problem

    IF @Mode = 'full'
        DELETE FROM dbo.NightRows

    INSERT INTO dbo.NightRows (K, V) SELECT K, V FROM dbo.NightIn
    GOTO Finish

Problem:
    SELECT @cnt = COUNT(*), @txt = 'bad rows' FROM dbo.NightIn WHERE K IS NULL

Finish:
    INSERT INTO dbo.NightLog (Txt, Cnt) VALUES (@txt, @cnt)
END
GO
