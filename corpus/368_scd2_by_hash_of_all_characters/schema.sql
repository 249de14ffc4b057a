CREATE TABLE stg.Kunde (Nr int NOT NULL, Name nvarchar(40) NULL, Ort varchar(30) NULL, Stand date NOT NULL)
GO
CREATE TABLE dw.Kunde (Nr int NOT NULL, Name nvarchar(40) NULL, Ort varchar(30) NULL, RowHash varbinary(32) NOT NULL, OrtHash varchar(40) NULL, Von date NOT NULL, Bis date NULL, PRIMARY KEY (Nr, Von))
