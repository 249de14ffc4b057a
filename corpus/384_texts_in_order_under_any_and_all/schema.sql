CREATE TABLE stg.Word (Id int NOT NULL, Word varchar(10) NULL);
CREATE TABLE ref.Word (Word varchar(10) NULL, Kind int NOT NULL);
CREATE TABLE dw.Found (Id int NOT NULL, Test varchar(10) NOT NULL);
CREATE TABLE dw.Numbers (Rows_ int NOT NULL, Lowest int NULL, Highest int NULL);
CREATE TABLE dw.Heap (V int NULL);
GO
