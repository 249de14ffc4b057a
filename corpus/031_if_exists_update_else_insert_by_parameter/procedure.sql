CREATE PROCEDURE cfg.SetSetting
    @Name  varchar(30),
    @Value varchar(50) = NULL
AS
BEGIN
    SET NOCOUNT ON;

    IF EXISTS (SELECT * FROM cfg.Setting WHERE SettingName = @Name)
    BEGIN
        IF EXISTS (SELECT * FROM cfg.Setting WHERE SettingName = @Name AND ISNULL(SettingValue, '') <> ISNULL(@Value, ''))
        BEGIN
            INSERT INTO cfg.SettingHistory (SettingName, OldValue, Revision)
            SELECT SettingName, SettingValue, Revision
            FROM   cfg.Setting
            WHERE  SettingName = @Name;

            UPDATE cfg.Setting
            SET    SettingValue = @Value, Revision = Revision + 1
            WHERE  SettingName = @Name;
        END
    END
    ELSE
        INSERT INTO cfg.Setting (SettingName, SettingValue)
        VALUES (@Name, @Value);
END
GO
