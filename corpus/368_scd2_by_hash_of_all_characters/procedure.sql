CREATE PROCEDURE dw.LoadKunde AS
BEGIN
    SELECT Nr, Name, Ort, Stand, HASHBYTES('SHA2_256', CONCAT(Nr, '|', Name, '|', Ort)) AS RowHash, CONVERT(varchar(40), HASHBYTES('MD5', ISNULL(Ort, '')), 2) AS OrtHash
    INTO #neu FROM stg.Kunde;

    UPDATE k SET Bis = DATEADD(day, -1, n.Stand)
    FROM dw.Kunde k JOIN #neu n ON n.Nr = k.Nr
    WHERE k.Bis IS NULL AND k.RowHash <> n.RowHash;

    INSERT INTO dw.Kunde (Nr, Name, Ort, RowHash, OrtHash, Von)
    SELECT n.Nr, n.Name, n.Ort, n.RowHash, n.OrtHash, n.Stand FROM #neu n
    WHERE NOT EXISTS (SELECT 1 FROM dw.Kunde k WHERE k.Nr = n.Nr AND k.Bis IS NULL AND k.RowHash = n.RowHash);
END
