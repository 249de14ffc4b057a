CREATE SCHEMA fin
GO
CREATE TABLE fin.ClaimIn (ClaimNo varchar(12) NOT NULL, LineNum int NOT NULL, Amount decimal(9,2) NULL, Currency char(3) NULL, Excess decimal(9,2) NULL)
CREATE TABLE fin.Claim (ClaimNo varchar(12) NOT NULL, LineNum int NOT NULL, Amount decimal(9,2) NOT NULL, Payable decimal(9,2) NOT NULL, Band char(1) NULL, CONSTRAINT PK_Claim PRIMARY KEY (ClaimNo, LineNum))
CREATE TABLE fin.ClaimError (ErrorId int IDENTITY NOT NULL, ClaimNo varchar(12) NOT NULL, LineNum int NOT NULL, Reason varchar(40) NOT NULL)
CREATE TABLE fin.BatchLog (BatchLogId int IDENTITY NOT NULL, Status varchar(10) NOT NULL, Detail nvarchar(200) NULL, ErrNo int NULL, RowsPosted int NULL, LoggedAt datetime NULL)
