CREATE PROCEDURE dw.Keep AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @table sysname = N'Fact', @schema sysname = N'dw';
    DELETE FROM dw.Note;

    IF NOT EXISTS (SELECT * FROM sys.schemas WHERE name = @schema) EXEC ('CREATE SCHEMA dw');
    IF NOT EXISTS (SELECT 1 FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE s.name = 'DW' AND t.name = @table)
    BEGIN
        CREATE TABLE dw.Fact (Id int NOT NULL PRIMARY KEY);
        INSERT INTO dw.Note (Step) VALUES ('made');
    END
    IF EXISTS (SELECT * FROM sys.objects WHERE object_id = OBJECT_ID(N'[dw].[Fact]') AND type IN (N'U')) INSERT INTO dw.Note (Step) VALUES ('object');
    IF (SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'dw' AND TABLE_NAME = 'Fact' AND TABLE_TYPE = 'BASE TABLE') = 1 INSERT INTO dw.Note (Step) VALUES ('table');
    IF NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'Fact' AND COLUMN_NAME = 'source') ALTER TABLE dw.Fact ADD Source varchar(20) NULL;
    IF EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID('dw.Fact') AND name = 'Legacy')
        UPDATE dw.Fact SET Source = 'legacy';
    IF COL_LENGTH('dw.Fact', 'Amount') IS NULL OR COL_LENGTH('dw.Fact', 'Nothing') IS NOT NULL INSERT INTO dw.Note (Step) VALUES ('never');
    INSERT INTO dw.Note (Step, Size) SELECT 'size', COL_LENGTH('dw.Fact', 'Source');

    INSERT INTO dw.Fact (Id, Amount, Source) SELECT f.Id, f.Amount, 'feed' FROM stg.Feed f WHERE NOT EXISTS (SELECT 1 FROM dw.Fact o WHERE o.Id = f.Id);
END
