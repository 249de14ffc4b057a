CREATE TABLE stg.Part (Part varchar(10) NOT NULL, Qty decimal(9,2) NULL)
GO
CREATE TABLE dw.Part (Part varchar(10) NOT NULL PRIMARY KEY, Qty decimal(9,2) NULL)
GO
CREATE TABLE dw.Count_ (Part varchar(10) NOT NULL, Qty varchar(20) NULL)
GO
CREATE TABLE dw.Size (Part varchar(10) NOT NULL PRIMARY KEY, Qty decimal(9,2) NULL)
GO
CREATE TABLE dw.Big (Part varchar(10) NOT NULL PRIMARY KEY, Qty decimal(9,2) NULL)
GO
CREATE TABLE dw.Old (Part varchar(10) NOT NULL)
GO
CREATE VIEW dw.Parts AS SELECT Part, Qty FROM dw.Part
GO
CREATE VIEW dw.BigParts AS SELECT Part, Qty FROM dw.Parts WHERE Qty > 1
