CREATE PROCEDURE dbo.FillConversions AS
BEGIN
SET NOCOUNT ON;
SET DATEFIRST 1;
TRUNCATE TABLE dbo.Conversions;
INSERT INTO dbo.Conversions (Id, AsDatetime, AsDatetime2, AsBit, TryBit, WeekFromMonday, Weekday, Weeks, Share)
SELECT Id
, TRY_CAST(S AS datetime) AS AsDatetime
, TRY_CAST(S AS datetime2) AS AsDatetime2
, CAST(B AS bit) AS AsBit
, TRY_CAST(S AS bit) AS TryBit
, DATEPART(WEEK, D) AS WeekFromMonday
, DATEPART(WEEKDAY, D) AS Weekday
, DATEDIFF(WEEK, '20231231', D) AS Weeks
, A / C / 7 AS Share
FROM dbo.Feed;
END
