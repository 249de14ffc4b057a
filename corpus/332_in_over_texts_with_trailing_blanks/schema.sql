CREATE TABLE stg.Member (No varchar(8) NOT NULL, Town varchar(20) NULL)
GO
CREATE TABLE dw.Member (No varchar(8) NOT NULL, Town varchar(20) NULL, State varchar(10) NOT NULL)
