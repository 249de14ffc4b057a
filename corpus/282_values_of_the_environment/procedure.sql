CREATE PROCEDURE dbo.LoadOrders
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @place nvarchar(200) = @@SERVERNAME + N'.' + DB_NAME();

    UPDATE t
    SET    Amount = s.Amount, ChangedBy = SYSTEM_USER
    FROM   dbo.Orders AS t
    JOIN   dbo.OrderIn AS s ON s.OrderNo = t.OrderNo
    WHERE  t.Amount <> s.Amount;

    INSERT INTO dbo.Orders (OrderNo, Amount, Source)
    SELECT s.OrderNo, s.Amount, OBJECT_NAME(@@PROCID)
    FROM   dbo.OrderIn AS s
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Orders AS t WHERE t.OrderNo = s.OrderNo);

    IF @@SERVERNAME = 'wh01' AND USER_NAME() = CURRENT_USER
        INSERT INTO dbo.LoadLog (Place, Spid, DbUser, Host) VALUES (@place, @@SPID, CURRENT_USER, HOST_NAME());
    ELSE
        INSERT INTO dbo.LoadLog (Place, Spid, DbUser, Host) VALUES (N'elsewhere', NULL, N'?', NULL);
END
GO
