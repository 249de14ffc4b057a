CREATE TABLE dbo.Rate (Code varchar(3) NOT NULL PRIMARY KEY, Rate decimal(9, 4) NOT NULL);
CREATE TABLE dbo.RateIn (Code varchar(3) NOT NULL, Rate decimal(9, 4) NULL);
