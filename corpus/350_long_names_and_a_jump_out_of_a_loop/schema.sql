CREATE TABLE dbo.Movements_Of_The_Central_Warehouse_And_Its_Branches (Id int NOT NULL PRIMARY KEY, Qty int NOT NULL)
GO
CREATE TABLE dbo.Balances_Of_The_Central_Warehouse_And_Branches (Id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, Round_No int NOT NULL, Qty int NULL, Note varchar(40) NULL)
