CREATE TABLE dbo.Part (PartNo int NOT NULL, Colour nvarchar(20) NULL, Weight_ decimal(8,2) NULL)
GO
CREATE TABLE dbo.PartPick (PartNo int NOT NULL, Colour nvarchar(20) NULL, Weight_ decimal(8,2) NULL)
GO
CREATE TABLE dbo.PickInfo (Cnt int NULL, Heaviest decimal(8,2) NULL)
