CREATE PROCEDURE dbo.Refresh_The_Balances_Of_The_Central_Warehouse_And_All_Of_Its_Branches AS
BEGIN
    DECLARE @round int = 0, @left int, @seen int = 0, @qty int, @note varchar(40) = 'first
    line';
    SELECT @qty = SUM(Qty) FROM dbo.Movements_Of_The_Central_Warehouse_And_Its_Branches;
    DELETE FROM dbo.Balances_Of_The_Central_Warehouse_And_Branches WHERE Round_No = 1;
    WHILE @round < 3
    BEGIN
        SET @round += 1;
        SET @left = @round;
        WHILE @left > 0
        BEGIN
            IF @left = 2 GOTO next_round;
            SET @left -= 1;
        END
        INSERT INTO dbo.Balances_Of_The_Central_Warehouse_And_Branches (Round_No, Qty, Note) VALUES (@round, @qty, @note);
next_round:
        SET @seen += 1;
    END
    IF @note = 'first
    line' INSERT INTO dbo.Balances_Of_The_Central_Warehouse_And_Branches (Round_No, Qty, Note) VALUES (100 + @seen, NULL, NULL);
END
