CREATE TABLE stg.Sales (ShopId int NULL, Amount int NULL, Target int NULL, Bonus int NULL);
GO
CREATE TABLE dbo.ShopPlan (ShopId int NOT NULL PRIMARY KEY, Amount int NULL, Target int NULL, Bonus int NULL);
