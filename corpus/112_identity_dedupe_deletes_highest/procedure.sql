CREATE PROCEDURE dbo.LoadAlarm
AS
SET NOCOUNT ON;

INSERT INTO dbo.Alarm (Device, Code)
SELECT Device, Code
FROM   dbo.AlarmFeed
ORDER BY FeedNo;

DELETE a
FROM   dbo.Alarm a
WHERE  EXISTS (SELECT 1
               FROM   dbo.Alarm b
               WHERE  b.Device = a.Device
                 AND (b.Code = a.Code OR (b.Code IS NULL AND a.Code IS NULL))
                 AND  b.AlarmId < a.AlarmId);
GO
