CREATE PROCEDURE dbo.CleanUp
AS
BEGIN
    DELETE FROM dbo.Keep WHERE KeepId IN (SELECT KeepId FROM dbo.Doomed);

    INSERT INTO dbo.Keep (KeepId, Txt)
    SELECT KeepId, Txt FROM dbo.KeepIn WHERE Txt NOT IN (SELECT Txt FROM dbo.Keep WHERE Txt IS NOT NULL);
END
GO
