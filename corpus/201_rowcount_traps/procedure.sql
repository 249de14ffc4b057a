CREATE PROCEDURE dbo.BumpRows @from int
AS
BEGIN
    UPDATE dbo.TrapRow SET V = V + 1 WHERE K >= @from;
END
GO
CREATE PROCEDURE dbo.RowcountTraps
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @n int, @x int;

    TRUNCATE TABLE dbo.Trap;
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('truncate', @n);

    MERGE dbo.TrapRow t USING dbo.TrapIn s ON s.K = t.K
    WHEN MATCHED THEN UPDATE SET V = s.V
    WHEN NOT MATCHED THEN INSERT (K, V) VALUES (s.K, s.V)
    WHEN NOT MATCHED BY SOURCE THEN DELETE;
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('merge', @n);

    SELECT @x = K FROM dbo.TrapIn;
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('select', @n);

    SELECT @x = MAX(K) FROM dbo.TrapIn WHERE K > 1000000;
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('aggregate', @n);

    UPDATE dbo.TrapRow SET V = V WHERE K IN (1, 2);
    SET @x = 5;
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('set', @n);

    UPDATE dbo.TrapRow SET V = V WHERE K IN (1, 2);
    IF @@ROWCOUNT > 0
        SET @n = @@ROWCOUNT;
    ELSE
        SET @n = -1;
    INSERT INTO dbo.Trap VALUES ('if', @n);

    EXEC dbo.BumpRows 2;
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('exec', @n);

    UPDATE dbo.TrapRow SET V = V WHERE K IN (1, 2);
    PRINT 'done';
    SET @n = @@ROWCOUNT;
    INSERT INTO dbo.Trap VALUES ('print', @n);
END
GO
