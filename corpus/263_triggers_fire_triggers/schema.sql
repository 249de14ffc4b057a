CREATE TABLE dbo.LineIn (LineKey int NOT NULL PRIMARY KEY, HeadId int NOT NULL, Amount int NULL, Gone bit NOT NULL)
GO
CREATE TABLE dbo.Head (HeadId int NOT NULL PRIMARY KEY, Lines int NOT NULL, Total int NOT NULL)
GO
CREATE TABLE dbo.Line (LineId int IDENTITY(100, 1) NOT NULL PRIMARY KEY, LineKey int NOT NULL, HeadId int NOT NULL, Amount int NULL)
GO
CREATE TABLE dbo.HeadLog (LogId int IDENTITY(1, 1) NOT NULL PRIMARY KEY, HeadId int NOT NULL, OldTotal int NULL, NewTotal int NULL)
GO
CREATE TABLE dbo.RunLog (Inserted int NOT NULL, LastLine bigint NULL, Removed int NOT NULL)
GO
CREATE TRIGGER dbo.trg_LineIn ON dbo.Line FOR INSERT
AS
    IF @@ROWCOUNT = 0 RETURN;
    UPDATE h SET Lines = h.Lines + n.Lines, Total = h.Total + n.Total
    FROM dbo.Head AS h
    JOIN (SELECT HeadId, COUNT(*) AS Lines, SUM(ISNULL(Amount, 0)) AS Total FROM inserted GROUP BY HeadId) AS n ON n.HeadId = h.HeadId;
    INSERT INTO dbo.Head (HeadId, Lines, Total)
    SELECT i.HeadId, COUNT(*), SUM(ISNULL(i.Amount, 0)) FROM inserted AS i
    WHERE NOT EXISTS (SELECT 1 FROM dbo.Head AS h WHERE h.HeadId = i.HeadId)
    GROUP BY i.HeadId;
GO
CREATE TRIGGER dbo.trg_LineOut ON dbo.Line AFTER DELETE
AS
BEGIN
    IF NOT EXISTS (SELECT * FROM deleted) RETURN;
    UPDATE h SET Lines = h.Lines - (SELECT COUNT(*) FROM deleted d WHERE d.HeadId = h.HeadId), Total = h.Total - (SELECT SUM(ISNULL(d.Amount, 0)) FROM deleted d WHERE d.HeadId = h.HeadId)
    FROM dbo.Head AS h WHERE h.HeadId IN (SELECT HeadId FROM deleted);
END
GO
CREATE TRIGGER dbo.trg_Head ON dbo.Head AFTER UPDATE
AS
    INSERT INTO dbo.HeadLog (HeadId, OldTotal, NewTotal)
    SELECT i.HeadId, d.Total, i.Total FROM inserted i JOIN deleted d ON d.HeadId = i.HeadId WHERE i.Total <> d.Total ORDER BY i.HeadId;
