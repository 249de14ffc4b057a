CREATE PROCEDURE dbo.p @n int = 2
AS
BEGIN
    DELETE TOP (2) FROM dbo.EventLog;
    INSERT INTO dbo.Log (x) SELECT Weight FROM dbo.EventLog WHERE Kind = 'a';
END
