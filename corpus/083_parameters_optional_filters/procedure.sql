CREATE PROCEDURE rpt.FilterTrips
    @Driver varchar(10) = 'nobody',
    @Kinds  varchar(50) = NULL,
    @Until  date = '2099-12-31',
    @MinKm  decimal(7,1) = 1.0
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE rpt.Trip;

    INSERT INTO rpt.Trip (TripNo, Driver, Km, Filter_)
    SELECT t.TripNo, ISNULL(t.Driver, '-'), ISNULL(t.Km, 0), CONCAT(@Driver, '|', @Kinds, '|', CONVERT(char(10), @Until, 120))
    FROM   ops.Trip t
    WHERE  (t.Driver = @Driver OR @Driver IS NULL)
      AND  (@Kinds IS NULL OR t.Kind IN (SELECT LTRIM(RTRIM(value)) FROM STRING_SPLIT(@Kinds, ',')))
      AND  t.TripDay <= @Until
      AND  (ISNULL(t.Km, 0) >= @MinKm OR t.Kind = 'bus');
END
GO
