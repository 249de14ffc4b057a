CREATE TABLE dbo.DeviceFeed (DeviceNo int NULL, Model varchar(20) NULL, Tag varchar(10) NULL)
GO
CREATE TABLE dbo.Device (DeviceNo int NULL, Model varchar(20) NOT NULL)
GO
CREATE TABLE dbo.DeviceTag (DeviceNo int NULL, Tag varchar(10) NULL)
