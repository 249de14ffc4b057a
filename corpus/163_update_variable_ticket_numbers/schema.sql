CREATE SCHEMA ops
GO
CREATE TABLE ops.NewRequest (ReqId int NOT NULL, Series varchar(4) NULL)
GO
CREATE TABLE ops.Sequence (Series varchar(4) NOT NULL PRIMARY KEY, NextNo int NOT NULL)
GO
CREATE TABLE ops.Request (ReqId int NOT NULL PRIMARY KEY, Series varchar(4) NULL, GrantedNo int NULL)
