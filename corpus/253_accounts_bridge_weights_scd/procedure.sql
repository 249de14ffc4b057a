CREATE PROCEDURE dw.usp_LoadBridge
    @AsOf date = NULL
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @load int = 1;
    SELECT @load = MAX(LoadNo) + 1 FROM (SELECT LoadNo FROM dw.BridgeCustomerAccount UNION ALL SELECT ReplacedIn FROM dw.BridgeHistory UNION ALL SELECT 0) n;
    SET @AsOf = ISNULL(@AsOf, CAST(GETDATE() AS date));

    ;WITH owners AS
    (
        SELECT o.AccountNo, o.CustomerNo, COALESCE(o.Role, 'OWNER') AS Role, o.SharePct,
               ROW_NUMBER() OVER (PARTITION BY o.AccountNo, o.CustomerNo
                                  ORDER BY CASE COALESCE(o.Role, 'OWNER') WHEN 'OWNER' THEN 1 WHEN 'CO' THEN 2 ELSE 3 END, o.ValidFrom DESC) AS rn
        FROM src.Ownership o
        WHERE @AsOf >= o.ValidFrom AND @AsOf < ISNULL(o.ValidTo, '99991231')
    ),
    one AS
    (
        SELECT AccountNo, CustomerNo, Role, SharePct,
               COUNT(*) OVER (PARTITION BY AccountNo) AS n,
               COUNT(SharePct) OVER (PARTITION BY AccountNo) AS withShare,
               SUM(SharePct) OVER (PARTITION BY AccountNo) AS total
        FROM owners
        WHERE rn = 1
    )
    SELECT AccountNo, CustomerNo, Role,
           CAST(CASE WHEN withShare = n AND total > 0 THEN SharePct / total ELSE 1.0 / n END AS decimal(7,4)) AS Weight
    INTO #new
    FROM one;

    UPDATE x
    SET Weight = x.Weight + x.rest
    FROM (SELECT Weight, 1 - SUM(Weight) OVER (PARTITION BY AccountNo) AS rest,
                 ROW_NUMBER() OVER (PARTITION BY AccountNo ORDER BY CASE WHEN Role = 'OWNER' THEN 0 ELSE 1 END, CustomerNo) AS pos
          FROM #new) x
    WHERE x.pos = 1 AND x.rest <> 0;

    SELECT COALESCE(a.AccountNo, b.AccountNo) AS AccountNo
    INTO #changed
    FROM (SELECT AccountNo, STRING_AGG(CONCAT(CustomerNo, ':', Role, ':', Weight), ',') WITHIN GROUP (ORDER BY CustomerNo) AS list FROM #new GROUP BY AccountNo) a
    FULL OUTER JOIN
         (SELECT AccountNo, STRING_AGG(CONCAT(CustomerNo, ':', Role, ':', Weight), ',') WITHIN GROUP (ORDER BY CustomerNo) AS list FROM dw.BridgeCustomerAccount GROUP BY AccountNo) b
      ON b.AccountNo = a.AccountNo
    WHERE ISNULL(a.list, '') <> ISNULL(b.list, '');

    DELETE t
    OUTPUT deleted.AccountNo, deleted.CustomerNo, deleted.Weight, deleted.LoadNo, @load
    INTO dw.BridgeHistory (AccountNo, CustomerNo, Weight, LoadNo, ReplacedIn)
    FROM dw.BridgeCustomerAccount t
    WHERE t.AccountNo IN (SELECT AccountNo FROM #changed);

    INSERT INTO dw.BridgeCustomerAccount (AccountNo, CustomerNo, Role, Weight, LoadNo)
    SELECT n.AccountNo, n.CustomerNo, n.Role, n.Weight, @load
    FROM #new n
    INNER JOIN #changed c ON c.AccountNo = n.AccountNo;
END
