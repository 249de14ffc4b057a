CREATE TABLE dbo.RawEvent (Id int NOT NULL, At2 datetime2(7) NULL)
GO
CREATE TABLE dbo.Bucket (Id int NOT NULL, AsDatetime datetime NULL, AsSmall smalldatetime NULL, InDay2 bit NOT NULL, InDayDt bit NOT NULL, HourStart datetime NULL)
