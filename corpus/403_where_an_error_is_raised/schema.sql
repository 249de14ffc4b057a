CREATE TABLE stg.Amount (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dw.ErrorLog (Message nvarchar(200) NOT NULL, Line int NULL, Module nvarchar(128) NULL);
