CREATE SCHEMA inb
GO
CREATE SCHEMA wh
GO
CREATE TABLE inb.Receipt (ReceiptNo int NOT NULL, LineNum int NOT NULL, ItemNo varchar(10) NULL, Qty int NULL, ReceivedOn date NULL, Dock varchar(4) NULL)
GO
CREATE TABLE wh.ReceiptHead (ReceiptNo int NOT NULL PRIMARY KEY, ReceivedOn date NULL, Dock varchar(4) NOT NULL, TotalQty int NOT NULL, Lines int NOT NULL DEFAULT (0), Status varchar(10) NOT NULL DEFAULT ('NEW'))
GO
CREATE TABLE wh.ReceiptLine (ReceiptNo int NOT NULL, LineNum int NOT NULL, ItemNo varchar(10) NOT NULL, Qty int NOT NULL, Unit varchar(3) NOT NULL DEFAULT 'PCE', CONSTRAINT PK_RL PRIMARY KEY (ReceiptNo, LineNum))
