CREATE PROCEDURE dw.usp_FactClaimLifecycle
AS
BEGIN
    SET NOCOUNT ON;

    MERGE dw.FactClaimLifecycle AS f
    USING (
        SELECT ClaimNo,
               MIN(CASE WHEN Move = 'REPORT' THEN MoveDate END)  AS ReportedOn,
               MIN(CASE WHEN Move = 'ASSESS' THEN MoveDate END)  AS AssessedOn,
               MAX(CASE WHEN Move = 'CLOSE'  THEN MoveDate END)  AS ClosedOn,
               MAX(CASE WHEN Move = 'REOPEN' THEN MoveDate END)  AS ReopenedOn,
               COUNT(CASE WHEN Move = 'REOPEN' THEN 1 END)       AS Reopened,
               ISNULL(SUM(CASE WHEN Move = 'PAY' THEN Amount END), 0) AS Paid
        FROM stg.ClaimMove
        GROUP BY ClaimNo
    ) AS m
    ON m.ClaimNo = f.ClaimNo
    WHEN MATCHED THEN UPDATE SET
        ReportedOn = ISNULL(f.ReportedOn, m.ReportedOn),
        AssessedOn = ISNULL(f.AssessedOn, m.AssessedOn),
        ClosedOn   = CASE WHEN m.ReopenedOn >= ISNULL(m.ClosedOn, '19000101') THEN NULL ELSE ISNULL(m.ClosedOn, f.ClosedOn) END,
        Paid       = f.Paid + m.Paid,
        Reopened   = f.Reopened + m.Reopened
    WHEN NOT MATCHED THEN INSERT (ClaimNo, ReportedOn, AssessedOn, ClosedOn, Paid, Reopened)
        VALUES (m.ClaimNo, m.ReportedOn, m.AssessedOn, m.ClosedOn, m.Paid, m.Reopened);

    UPDATE dw.FactClaimLifecycle
    SET    DaysOpen = CASE WHEN ClosedOn IS NOT NULL THEN DATEDIFF(DAY, ReportedOn, ClosedOn) END;
END
GO
