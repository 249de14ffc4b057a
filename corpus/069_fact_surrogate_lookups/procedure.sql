CREATE PROCEDURE dw.usp_FactShipment
AS
BEGIN
    SET NOCOUNT ON;

    DELETE FROM dw.FactShipment
    WHERE  DateKey IN (SELECT CAST(CONVERT(char(8), ShipDate, 112) AS int) FROM stg.Shipment);

    INSERT INTO dw.FactShipment (ShipNo, DateKey, CustomerKey, ProductKey, CarrierKey, Amount)
    SELECT  s.ShipNo,
            CAST(CONVERT(char(8), s.ShipDate, 112) AS int),
            ISNULL(c.CustomerKey, -1),
            CASE WHEN s.Sku IS NULL THEN -2 ELSE ISNULL(p.ProductKey, -1) END,
            COALESCE(k.CarrierKey, n.CarrierKey, -1),
            CAST(s.Amount * CASE WHEN s.Cur = 'EUR' THEN 1 ELSE r.Rate END AS decimal(12,2))
    FROM    stg.Shipment s
    LEFT JOIN dw.DimCustomer c ON c.CustNo = s.CustNo AND s.ShipDate BETWEEN c.ValidFrom AND c.ValidTo
    LEFT JOIN dw.DimProduct p  ON p.Sku = s.Sku
    LEFT JOIN dw.DimCarrier k  ON k.CarrierCode = s.CarrierCode
    LEFT JOIN dw.DimCarrier n  ON n.CarrierName = s.CarrierName AND s.CarrierCode IS NULL
    LEFT JOIN dw.Rate r        ON r.Cur = s.Cur AND r.MonthKey = YEAR(s.ShipDate) * 100 + MONTH(s.ShipDate);
END
GO
