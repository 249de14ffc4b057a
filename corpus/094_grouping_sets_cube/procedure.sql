CREATE PROCEDURE rpt.usp_DonationCube
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE rpt.DonationCube;
    TRUNCATE TABLE rpt.DonationTotal;

    INSERT INTO rpt.DonationCube (Campaign, Yr, Lvl, Donations, Amount, AvgAmount)
    SELECT CASE WHEN GROUPING(d.Campaign) = 1 THEN '*' ELSE d.Campaign END,
           d.Yr,
           GROUPING_ID(d.Campaign, d.Yr),
           COUNT(*), SUM(d.Amount), AVG(d.Amount)
    FROM   fund.Donation d
    GROUP BY CUBE (d.Campaign, d.Yr)
    HAVING COUNT(*) > 1 OR GROUPING(d.Yr) = 1;

    INSERT INTO rpt.DonationTotal (What, Donors, Largest)
    SELECT COALESCE('year ' + CAST(Yr AS varchar(4)), 'all'), COUNT(DISTINCT Donor), MAX(Amount)
    FROM   fund.Donation
    GROUP BY GROUPING SETS ((Yr), ());

    INSERT INTO rpt.DonationTotal (What, Donors, Largest)
    SELECT 'huge', COUNT(DISTINCT Donor), MAX(Amount) FROM fund.Donation WHERE Amount > 1000;
END
GO
