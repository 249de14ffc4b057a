CREATE PROCEDURE dbo.AddOrders
    @kind varchar(10),
    @ids  dbo.IdList READONLY
AS
BEGIN
    INSERT INTO dbo.Orders (Id, Amount, Kind)
    SELECT o.Id, o.Amount * i.Weight, @kind FROM dbo.OrderIn AS o JOIN @ids AS i ON i.Id = o.Id;
    INSERT INTO dbo.Orders (Id, Amount, Kind) SELECT COUNT(*), 0, 'count' FROM @ids;
END
GO
CREATE PROCEDURE dbo.LoadOrders
AS
BEGIN
    DECLARE @urgent dbo.IdList, @rest AS dbo.IdList;

    TRUNCATE TABLE dbo.Orders;
    INSERT INTO @urgent (Id, Weight) SELECT Id, 10 FROM dbo.OrderIn WHERE Urgent = 1;
    INSERT INTO @rest (Id) SELECT Id FROM dbo.OrderIn WHERE Urgent = 0;

    EXEC dbo.AddOrders @ids = @urgent, @kind = 'urgent';
    EXEC dbo.AddOrders 'rest', @rest;
    EXEC dbo.AddOrders @kind = 'nothing';
    EXEC sp_executesql N'DELETE o FROM dbo.Orders AS o WHERE o.Id IN (SELECT Id FROM @gone) AND o.Kind = ''urgent'' AND o.Amount IS NULL', N'@gone dbo.IdList READONLY', @gone = @urgent;
END
GO
