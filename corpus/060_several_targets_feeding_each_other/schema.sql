CREATE SCHEMA stg
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.SiteMaster (SiteNo int NOT NULL PRIMARY KEY, City nvarchar(20) NULL)
GO
CREATE TABLE stg.Reading (SiteNo int NOT NULL, ReadOn date NOT NULL, Hr tinyint NOT NULL, Kwh decimal(9,2) NULL)
GO
CREATE TABLE dw.Site (SiteNo int NOT NULL PRIMARY KEY, City nvarchar(20) NOT NULL, Inferred bit NOT NULL)
GO
CREATE TABLE dw.Reading (SiteNo int NOT NULL, ReadOn date NOT NULL, Hr tinyint NOT NULL, Kwh decimal(9,2) NOT NULL)
GO
CREATE TABLE dw.SiteDay (SiteNo int NOT NULL, ReadOn date NOT NULL, Kwh decimal(11,2) NOT NULL, PeakHour tinyint NULL)
GO
CREATE TABLE dw.SiteMonth (City nvarchar(20) NOT NULL, MonthStart date NOT NULL, Kwh decimal(13,2) NOT NULL, Sites int NOT NULL)
