CREATE PROCEDURE dw.Archive AS
BEGIN
    INSERT INTO dw.Old (OrderId, Customer, Amount, Reason)
    SELECT d.OrderId, d.Customer, d.Amount, CASE WHEN d.Closed = 1 THEN 'closed' ELSE 'blocked' END
    FROM (DELETE o OUTPUT deleted.* FROM dw.Orders o LEFT JOIN stg.Blocked b ON b.Customer = o.Customer
          WHERE o.Closed = 1 OR b.Customer IS NOT NULL) AS d
    WHERE d.Amount IS NOT NULL;

    INSERT INTO dw.Raised (Customer, Orders, Extra)
    SELECT r.Who, 1, r.After - r.Before
    FROM (UPDATE dw.Orders SET Amount = Amount * 1.1 OUTPUT inserted.Customer, deleted.Amount, inserted.Amount WHERE Amount < 100) AS r (Who, Before, After)
    WHERE r.After > 50;
END
