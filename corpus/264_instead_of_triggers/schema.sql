CREATE TABLE dbo.MemberIn (Id int NOT NULL PRIMARY KEY, Name varchar(20) NULL)
GO
CREATE TABLE dbo.Member (Id int NOT NULL PRIMARY KEY, Name varchar(20) NULL, Email varchar(20) NULL DEFAULT 'none', Active bit NOT NULL DEFAULT 1)
GO
CREATE TABLE dbo.Rejected (Id int NOT NULL, Email varchar(20) NULL)
GO
CREATE TRIGGER dbo.trg_MemberDelete ON dbo.Member INSTEAD OF DELETE
AS
BEGIN
    UPDATE m SET Active = 0 FROM dbo.Member AS m JOIN deleted AS d ON d.Id = m.Id WHERE d.Active = 1;
END
GO
CREATE TRIGGER dbo.trg_MemberInsert ON dbo.Member INSTEAD OF INSERT
AS
BEGIN
    INSERT INTO dbo.Rejected (Id, Email) SELECT Id, Email FROM inserted WHERE Name IS NULL;
    INSERT INTO dbo.Member (Id, Name, Email, Active) SELECT Id, UPPER(Name), Email, Active FROM inserted WHERE Name IS NOT NULL;
END
