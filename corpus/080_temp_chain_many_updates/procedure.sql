CREATE PROCEDURE dw.usp_BuildQuote
AS
BEGIN
    SET NOCOUNT ON;

    CREATE TABLE #q
    (
        QuoteNo int NOT NULL,
        CustNo int NULL,
        Sku varchar(6) NULL,
        Qty int NOT NULL,
        LenCm int NULL,
        WidCm int NULL,
        Class char(1) NOT NULL DEFAULT ('?'),
        Discount decimal(4,2) NOT NULL DEFAULT (0),
        MinCharge decimal(9,2) NULL,
        Net decimal(12,2) NULL,
        Total decimal(12,2) NULL,
        ShareOfClass decimal(6,4) NULL,
        Note varchar(15) NULL
    );

    INSERT INTO #q (QuoteNo, CustNo, Sku, Qty, LenCm, WidCm)
    SELECT QuoteNo, CustNo, Sku, ISNULL(Qty, 1), LenCm, WidCm
    FROM   src.Quote
    WHERE  Sku IS NOT NULL;

    -- 1 customer
    UPDATE q SET q.Class = ISNULL(c.Class, q.Class), q.Discount = ISNULL(c.Discount, 0)
    FROM #q q INNER JOIN src.Customer c ON c.CustNo = q.CustNo;

    -- 2 bulk orders get two points more, but never above five
    UPDATE #q SET Discount = CASE WHEN Discount + 2 > 5 THEN 5 ELSE Discount + 2 END WHERE Qty >= 100;

    -- 3 long side first
    UPDATE #q SET LenCm = WidCm, WidCm = LenCm WHERE WidCm > LenCm;

    -- 4 price
    UPDATE q SET q.Net = q.Qty * p.UnitPrice, q.MinCharge = p.MinCharge
    FROM #q q JOIN src.Price p ON p.Sku = q.Sku;

    -- 5 discount, 6 minimum
    UPDATE #q SET Total = Net - Net * Discount / 100;
    UPDATE #q SET Total = MinCharge, Note = 'minimum' WHERE Total < MinCharge;

    -- 7 oversize
    UPDATE #q SET Total = Total + 10, Note = ISNULL(Note + '+', '') + 'big' WHERE LenCm > 200 AND Class <> 'A';

    -- 8 share
    UPDATE q SET ShareOfClass = q.Total / NULLIF(s.Total, 0)
    FROM #q q
    INNER JOIN (SELECT Class, SUM(Total) AS Total FROM #q GROUP BY Class) s ON s.Class = q.Class;

    TRUNCATE TABLE dw.Quote;
    INSERT INTO dw.Quote (QuoteNo, Class, LenCm, WidCm, Net, Discount, Total, ShareOfClass, Note)
    SELECT QuoteNo, Class, LenCm, WidCm, Net, Discount, Total, ShareOfClass, Note FROM #q;

    DROP TABLE #q;
END
GO
