CREATE PROCEDURE ops.usp_LoadBacklog
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @before int, @piecesBefore int, @run int;

    SELECT @before = COUNT(*), @piecesBefore = ISNULL(SUM(Pieces), 0) FROM ops.Backlog;

    -- what changes: compared with the backlog as it still is
    TRUNCATE TABLE ops.BacklogDelta;

    INSERT INTO ops.BacklogDelta (OrderNo, What, OldPieces, NewPieces)
    SELECT COALESCE(o.OrderNo, b.OrderNo),
           CASE WHEN b.OrderNo IS NULL THEN 'new' WHEN o.OrderNo IS NULL THEN 'gone' ELSE 'changed' END,
           b.Pieces,
           o.Pieces
    FROM ops.Backlog b
    FULL OUTER JOIN (SELECT OrderNo, ISNULL(Pieces, 1) AS Pieces FROM ops.OpenOrder WHERE Prio <> 'X' OR Prio IS NULL) o
        ON o.OrderNo = b.OrderNo
    WHERE b.OrderNo IS NULL OR o.OrderNo IS NULL OR o.Pieces <> b.Pieces;

    DELETE FROM ops.Backlog;

    INSERT INTO ops.Backlog (OrderNo, Pieces)
    SELECT OrderNo, ISNULL(Pieces, 1)
    FROM ops.OpenOrder
    WHERE Prio <> 'X' OR Prio IS NULL;

    SELECT @run = ISNULL(MAX(RunNo), 0) + 1 FROM ops.BacklogTrend;

    INSERT INTO ops.BacklogTrend (RunNo, OrdersBefore, OrdersAfter, PiecesChange)
    SELECT @run, @before, COUNT(*), ISNULL(SUM(Pieces), 0) - @piecesBefore
    FROM ops.Backlog;
END
GO
