CREATE PROCEDURE arc.ArchiveOrders
AS
SET NOCOUNT ON;
DECLARE @rows int;

INSERT INTO arc.Orders (OrderNo, Done, Total)
SELECT OrderNo, Done, Total FROM arc.NewOrder;

SET @rows = 1;

WHILE (@rows > 0)
BEGIN
    DELETE TOP (2) o
    OUTPUT deleted.OrderNo, deleted.Done, deleted.Total INTO arc.OrderArchive (OrderNo, Done, Total)
    FROM   arc.Orders AS o
    WHERE  o.Done < '20240101';

    SET @rows = @@ROWCOUNT;
END;
GO
