CREATE TABLE dbo.Delivery (Id int NOT NULL PRIMARY KEY, Kind varchar(10) NULL, Qty int NULL, Price decimal(9, 2) NULL, SentOn date NULL, ArrivedOn date NULL);
CREATE TABLE dbo.Shipment (
    Id int NOT NULL PRIMARY KEY,
    Kind varchar(10) NULL CHECK (Kind IN ('air', 'sea', 'road')),
    Qty int NULL CONSTRAINT CK_Shipment_Qty CHECK (Qty > 0),
    Value decimal(12, 2) NULL,
    SentOn date NULL,
    ArrivedOn date NULL,
    CONSTRAINT CK_Shipment_Dates CHECK (ArrivedOn >= SentOn OR Kind = 'sea')
);
GO
ALTER TABLE dbo.Shipment ADD CONSTRAINT CK_Shipment_Value CHECK (Value >= 0.5 * Qty AND LEN(Kind) < 5);
ALTER TABLE dbo.Shipment WITH NOCHECK ADD CONSTRAINT CK_Shipment_Old CHECK (Id < 100);
