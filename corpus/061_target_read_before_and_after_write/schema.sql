CREATE SCHEMA ops
GO
CREATE TABLE ops.OpenOrder (OrderNo int NOT NULL PRIMARY KEY, Pieces int NULL, Prio char(1) NULL)
GO
CREATE TABLE ops.Backlog (OrderNo int NOT NULL PRIMARY KEY, Pieces int NOT NULL)
GO
CREATE TABLE ops.BacklogDelta (OrderNo int NOT NULL, What varchar(7) NOT NULL, OldPieces int NULL, NewPieces int NULL)
GO
CREATE TABLE ops.BacklogTrend (RunNo int NOT NULL PRIMARY KEY, OrdersBefore int NOT NULL, OrdersAfter int NOT NULL, PiecesChange int NOT NULL)
