CREATE PROCEDURE dbo.RefreshTotals AS
BEGIN
    MERGE dbo.T t USING dbo.S s ON s.K = t.K WHEN MATCHED THEN UPDATE SET Q = s.Q, P = s.P, Note = CONCAT(t.Band, '>', CASE WHEN s.Q > 5 THEN 'hi' ELSE 'lo' END) WHEN NOT MATCHED THEN INSERT (K, Q, P) VALUES (s.K, s.Q, s.P);
    UPDATE dbo.T SET Note = ISNULL(Note, '') + '!' WHERE Total > 100
    DELETE dbo.T WHERE Band = 'LO' AND Total IS NULL
END
