CREATE TABLE dw.Entry (EntryId int NOT NULL PRIMARY KEY, Old bit NOT NULL, Flag int NULL);
CREATE TABLE dw.Purged (Round int NOT NULL, Rows int NOT NULL);
CREATE TABLE dw.Kept (EntryId int NOT NULL);
