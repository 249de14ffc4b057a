CREATE TABLE stg.Rate (Cur char(3) NOT NULL, Rate decimal(9,4) NULL)
GO
CREATE TABLE dw.Rate (Cur char(3) NOT NULL PRIMARY KEY, Rate decimal(9,4) NULL)
GO
CREATE TABLE dw.RateLog (Cur char(3) NOT NULL, Note varchar(20) NULL)
GO
CREATE TABLE dw.Maybe (Cur char(3) NOT NULL)
