CREATE PROCEDURE dbo.CarryForward
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @last date, @new date;

    SELECT @last = MAX(Month_) FROM dbo.MonthBalance;
    SELECT @new = ISNULL(DATEADD(month, 1, @last), (SELECT MIN(EOMONTH(Month_)) FROM dbo.Delivery));
    SET @new = EOMONTH(@new);

    INSERT INTO dbo.MonthBalance (Acc, Month_, Bal)
    SELECT b.Acc, @new, b.Bal FROM dbo.MonthBalance AS b WHERE b.Month_ = @last;

    UPDATE b
    SET    Bal = b.Bal + d.Delta
    FROM   dbo.MonthBalance AS b
    JOIN   (SELECT Acc, SUM(ISNULL(Delta, 0)) AS Delta FROM dbo.Delivery WHERE EOMONTH(Month_) = @new GROUP BY Acc) AS d ON d.Acc = b.Acc
    WHERE  b.Month_ = @new;

    INSERT INTO dbo.MonthBalance (Acc, Month_, Bal)
    SELECT d.Acc, @new, SUM(ISNULL(d.Delta, 0))
    FROM   dbo.Delivery AS d
    WHERE  EOMONTH(d.Month_) = @new
      AND  NOT EXISTS (SELECT 1 FROM dbo.MonthBalance AS b WHERE b.Acc = d.Acc AND b.Month_ = @new)
    GROUP BY d.Acc;
END
GO
