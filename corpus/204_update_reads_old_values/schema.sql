CREATE TABLE dbo.SlotIn (Pos int NOT NULL, A int NULL, B int NULL)
GO
CREATE TABLE dbo.Slot (Pos int NOT NULL PRIMARY KEY, A int NULL, B int NULL, C int NULL, D int NULL)
