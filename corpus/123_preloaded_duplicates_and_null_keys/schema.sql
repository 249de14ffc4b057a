CREATE TABLE dbo.LoyaltyFeed (CardNo int NULL, Points int NULL, Tier char(1) NULL)
GO
CREATE TABLE dbo.Loyalty (CardNo int NULL, Points int NULL, Tier char(1) NULL, Touched int NOT NULL)
