CREATE PROCEDURE dim.usp_LoadDelivery
    @Checked varchar(20) = '31/01/2024',
    @Length int = 10
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE dim.Delivery;

    INSERT INTO dim.Delivery (DeliveryId, OrderedOn, ShippedAt, DueOn, NotedOn, CheckedOn)
    SELECT
        d.DeliveryId,
        TRY_CAST(LEFT(d.Ordered, @Length) AS date),
        TRY_CONVERT(datetime, d.Shipped),
        TRY_CAST(CASE WHEN d.Shipped IS NULL THEN CONVERT(varchar(10), DATEADD(day, 7, TRY_CAST(d.Ordered AS date)), 120) ELSE d.Shipped END AS date),
        TRY_CONVERT(date, REPLACE(d.Note, '{{ due }} ', ''), 103),
        CONVERT(date, @Checked, 103)
    FROM feed.Delivery AS d
    WHERE ISNULL(d.Note, '') <> 'it''s void';
END
