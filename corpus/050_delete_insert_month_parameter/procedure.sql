CREATE PROCEDURE fin.usp_LoadCostMonth
    @Period int   -- yyyymm
AS
BEGIN
    SET NOCOUNT ON;

    BEGIN TRANSACTION;

        DELETE FROM fin.CostMonth
        WHERE Period = @Period;

        INSERT INTO fin.CostMonth (Period, CostCentre, Amount, Postings, LastPosted)
        SELECT @Period, ISNULL(p.CostCentre, 0), SUM(CASE p.Kind WHEN 'CR' THEN -p.Amount ELSE p.Amount END), COUNT(p.Amount), MAX(p.PostedOn)
        FROM fin.Posting p
        WHERE YEAR(p.PostedOn) * 100 + MONTH(p.PostedOn) = @Period
        GROUP BY ISNULL(p.CostCentre, 0);

    COMMIT TRANSACTION;
END
GO
