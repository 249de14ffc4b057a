CREATE PROCEDURE dbo.MergeBalance
AS
MERGE INTO dbo.Balance
USING (SELECT MIN(Acc) AS Acc, SUM(ISNULL(Amount, 0)) AS Amount, MAX(Note) AS Note FROM dbo.BalanceIn GROUP BY Acc) AS s
ON Balance.Acc = s.Acc
WHEN MATCHED AND s.Amount <> 0 THEN
    UPDATE SET Amount += s.Amount, Note = COALESCE(s.Note, Balance.Note), Hits += 1
WHEN NOT MATCHED BY TARGET AND Amount >= 0 THEN
    INSERT (Acc, Amount, Note, Hits) VALUES (Acc, Amount, UPPER(Note), 1)
WHEN NOT MATCHED BY SOURCE AND Hits = 0 AND Note IS NULL THEN
    DELETE;
GO
