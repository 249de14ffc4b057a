CREATE TABLE dw.Shipment (ShipNo varchar(8) NOT NULL PRIMARY KEY, ShipDay date NULL, Weight decimal(9,2) NULL, Urgent bit NULL, LoadedAt datetime2(6) NULL);
