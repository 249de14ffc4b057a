CREATE TABLE dbo.S (K int NOT NULL PRIMARY KEY, Q int NULL, P decimal(8,2) NULL)
CREATE TABLE dbo.T (K int NOT NULL PRIMARY KEY, Q int NULL, P decimal(8,2) NULL, Total AS (ISNULL(Q, 0) * P), Band AS CASE WHEN Q > 5 THEN 'hi' ELSE 'lo' END PERSISTED, Note varchar(20) NULL)
