CREATE SCHEMA fund
GO
CREATE SCHEMA rpt
GO
CREATE TABLE fund.Donation (DonNo int NOT NULL PRIMARY KEY, Campaign varchar(10) NULL, Yr int NOT NULL, Amount int NULL, Donor int NULL)
GO
CREATE TABLE rpt.DonationCube (Campaign varchar(10) NULL, Yr int NULL, Lvl int NOT NULL, Donations int NOT NULL, Amount int NULL, AvgAmount int NULL)
GO
CREATE TABLE rpt.DonationTotal (What varchar(20) NOT NULL, Donors int NOT NULL, Largest int NULL)
