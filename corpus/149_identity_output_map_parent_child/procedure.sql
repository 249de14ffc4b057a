CREATE PROCEDURE sales.PostOrders
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;

    DECLARE @new TABLE (OrderId int NOT NULL, ExtRef varchar(10) NOT NULL);

    BEGIN TRANSACTION;

    DELETE i
    FROM   sales.OrderItem AS i
    INNER JOIN sales.OrderHead AS h ON h.OrderId = i.OrderId
    INNER JOIN sales.Cancelled AS c ON c.ExtRef = h.ExtRef;

    DELETE h
    FROM   sales.OrderHead AS h
    INNER JOIN sales.Cancelled AS c ON c.ExtRef = h.ExtRef;

    INSERT INTO sales.OrderHead (ExtRef, Customer)
    OUTPUT inserted.OrderId, inserted.ExtRef INTO @new (OrderId, ExtRef)
    SELECT s.ExtRef, s.Customer
    FROM   sales.InHead AS s
    WHERE  NOT EXISTS (SELECT 1 FROM sales.OrderHead AS h WHERE h.ExtRef = s.ExtRef)
    ORDER BY s.Customer, s.ExtRef;

    INSERT INTO sales.OrderItem (OrderId, Pos, Sku)
    SELECT n.OrderId, i.Pos, i.Sku
    FROM   @new AS n
    INNER JOIN sales.InItem AS i ON i.ExtRef = n.ExtRef
    ORDER BY n.OrderId, i.Pos;

    COMMIT TRANSACTION;
END
GO
