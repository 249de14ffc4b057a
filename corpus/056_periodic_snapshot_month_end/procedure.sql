CREATE PROCEDURE dw.TakeLoanSnapshot AS
BEGIN
  SET NOCOUNT ON;

  DECLARE @snap date = (SELECT EOMONTH(BusinessDate) FROM core.BusinessDate WHERE Id = 1);
  DECLARE @prev date;

  DELETE dw.LoanSnapshot WHERE SnapshotDate = @snap;

  SELECT @prev = MAX(SnapshotDate) FROM dw.LoanSnapshot WHERE SnapshotDate < @snap;

  INSERT INTO dw.LoanSnapshot (SnapshotDate, LoanNo, Balance, BalanceChange, ArrearsMonths)
  SELECT @snap,
         l.LoanNo,
         ISNULL(l.Balance, 0),
         ISNULL(l.Balance, 0) - p.Balance,
         CASE WHEN l.Overdue > 0 THEN ISNULL(p.ArrearsMonths, 0) + 1 ELSE 0 END
  FROM   core.Loan l
  LEFT JOIN dw.LoanSnapshot p ON p.LoanNo = l.LoanNo AND p.SnapshotDate = @prev
  WHERE  l.ClosedOn IS NULL OR l.ClosedOn > @snap;
END
GO
