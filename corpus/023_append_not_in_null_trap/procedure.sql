CREATE PROCEDURE dbo.AddDevices
AS
BEGIN
SET NOCOUNT ON
    /* devices: the safe way */
    INSERT INTO dbo.Device (DeviceNo, Model)
    SELECT DeviceNo, ISNULL(Model, 'n/k')
    FROM dbo.DeviceFeed
    WHERE DeviceNo NOT IN (SELECT d.DeviceNo FROM dbo.Device d WHERE d.DeviceNo IS NOT NULL)

    /* tags: as it was written in 2009 */
    INSERT INTO dbo.DeviceTag (DeviceNo, Tag)
    SELECT DeviceNo, Tag
    FROM dbo.DeviceFeed
    WHERE DeviceNo NOT IN (SELECT DeviceNo FROM dbo.DeviceTag)
      AND Tag <> ''
END
GO
