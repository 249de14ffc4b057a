CREATE TABLE dbo.PaymentFeed (LineNum int NOT NULL PRIMARY KEY, PayNo varchar(20) NULL, PayDate varchar(20) NULL, Amount varchar(20) NULL, Ccy varchar(5) NULL, Flag varchar(5) NULL)
CREATE TABLE dbo.Payment (PayNo int NOT NULL PRIMARY KEY, PayDate date NOT NULL, Amount decimal(12,2) NOT NULL, Ccy char(3) NOT NULL, Urgent bit NOT NULL, SourceLine int NOT NULL)
CREATE TABLE dbo.PaymentReject (LineNum int NOT NULL, Reasons varchar(100) NOT NULL, ReasonCount int NOT NULL)
CREATE TABLE dbo.LoadStat (Loaded int NOT NULL, Rejected int NOT NULL, PctRejected decimal(5,2) NULL, SumAmount decimal(14,2) NULL, LoadedAt datetime NOT NULL)
