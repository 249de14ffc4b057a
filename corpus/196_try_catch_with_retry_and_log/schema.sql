CREATE SCHEMA etl
GO
CREATE TABLE etl.FactText (Id varchar(10) NULL, Amount varchar(20) NULL)
GO
CREATE TABLE etl.Fact (Id int NOT NULL, Amount decimal(10,2) NULL)
GO
CREATE TABLE etl.ErrorLog (Msg nvarchar(4000) NULL, Num int NULL)
