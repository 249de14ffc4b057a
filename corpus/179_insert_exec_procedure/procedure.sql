CREATE PROCEDURE mart.GetTop @limit decimal(10,2)
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM mart.Spend WHERE Vip = 1)
        SELECT ISNULL(Customer, '?'), SUM(Amount) FROM mart.Spend WHERE Vip = 1 GROUP BY Customer;
    ELSE
        SELECT Customer, SUM(Amount) FROM mart.Spend WHERE Customer IS NOT NULL GROUP BY Customer HAVING SUM(Amount) >= @limit;
END
GO
CREATE PROCEDURE mart.LoadTop @Threshold int
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @top TABLE (Customer varchar(10) NOT NULL, Amount decimal(12,2) NULL);

    DELETE FROM mart.TopCustomer;

    INSERT INTO @top (Customer, Amount)
    EXEC mart.GetTop @Threshold;

    INSERT INTO mart.TopCustomer (Customer, Amount, Origin)
    SELECT Customer, Amount, 'call' FROM @top;

    INSERT INTO mart.TopCustomer
    EXEC ('SELECT MAX(Customer), COUNT(*), ''string'' FROM mart.Spend HAVING COUNT(*) > 0');
END
GO
