CREATE TABLE dbo.OrderHead (OrderNo int NOT NULL PRIMARY KEY, FreightCents int NULL, Closed bit NOT NULL)
GO
CREATE TABLE dbo.OrderLine (OrderNo int NOT NULL, LineNum int NOT NULL, WeightKg decimal(8,2) NULL, FreightCents int NULL, Method char(1) NULL, PRIMARY KEY (OrderNo, LineNum))
