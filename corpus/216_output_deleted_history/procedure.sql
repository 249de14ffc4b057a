CREATE PROCEDURE dbo.ReplaceSettings
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @run int;
    SELECT @run = MAX(RunNo) FROM dbo.Run;

    UPDATE s
    SET    s.Value = i.Value, s.Rev = s.Rev + 1
    OUTPUT @run, inserted.Name, deleted.Value, inserted.Value, deleted.Rev, inserted.Rev INTO dbo.SettingHistory
    FROM   dbo.Setting s
    JOIN   dbo.SettingIn i ON i.Name = s.Name
    WHERE  NOT (s.Value = i.Value) OR (s.Value IS NULL AND i.Value IS NOT NULL) OR (s.Value IS NOT NULL AND i.Value IS NULL);

    DELETE dbo.Setting
    OUTPUT @run, deleted.Name, deleted.Value, NULL, deleted.Rev, NULL
    INTO   dbo.SettingHistory (RunNo, Name, OldValue, NewValue, OldRev, NewRev)
    WHERE  Name NOT IN (SELECT Name FROM dbo.SettingIn);

    INSERT dbo.Setting (Name, Value, Rev)
    OUTPUT @run, inserted.Name, inserted.Value, inserted.Rev INTO dbo.SettingHistory (RunNo, Name, NewValue, NewRev)
    SELECT Name, Value, 1 FROM dbo.SettingIn WHERE Name NOT IN (SELECT Name FROM dbo.Setting);
END
GO
