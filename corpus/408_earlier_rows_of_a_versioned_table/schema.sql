CREATE TABLE dw.Price (Item int NOT NULL PRIMARY KEY, Price decimal(9,2) NULL, ValidFrom datetime2(0) GENERATED ALWAYS AS ROW START NOT NULL, ValidTo datetime2(0) GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (ValidFrom, ValidTo)) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dw.PriceHistory, DATA_CONSISTENCY_CHECK = ON));
CREATE TABLE dw.PriceHistory (Item int NOT NULL, Price decimal(9,2) NULL, ValidFrom datetime2(0) NOT NULL, ValidTo datetime2(0) NOT NULL);
CREATE TABLE dw.AsOf (Item int NOT NULL, Price decimal(9,2) NULL);
CREATE TABLE dw.Changes (Kind varchar(10) NOT NULL, Item int NOT NULL, Periods int NOT NULL);
