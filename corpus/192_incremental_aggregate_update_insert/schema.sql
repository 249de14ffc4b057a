CREATE TABLE dbo.Click (ClickNo bigint NOT NULL, Page varchar(20) NULL, Seconds int NULL)
GO
CREATE TABLE dbo.ClickWatermark (Last_ bigint NOT NULL)
GO
CREATE TABLE dbo.ClickTotal (Page varchar(20) NULL, Clicks int NOT NULL, Seconds int NULL, LongestSeconds int NULL)
