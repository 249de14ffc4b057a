-- =====================================================================
-- usp_Load_DimStore   nightly upsert of the store dimension (type 1)
-- 2022-04-11  KLA     created
-- 2023-09-02  KLA     size class, manager kept when staging has none
-- =====================================================================
CREATE PROCEDURE dbo.usp_Load_DimStore
AS
BEGIN
    SET NOCOUNT ON;

    IF OBJECT_ID('tempdb..#store') IS NOT NULL DROP TABLE #store;

    -- 1. staging + look-ups
    SELECT  UPPER(LTRIM(RTRIM(s.StoreCode)))        AS StoreCode,
            ISNULL(s.StoreName, 'n/a')              AS StoreName,
            ISNULL(r.RegionName, 'Unassigned')      AS RegionName,
            e.FullName                              AS ManagerName,
            CASE WHEN s.SizeSqm >= 2500 THEN 'LARGE'
                 WHEN s.SizeSqm >= 400  THEN 'MEDIUM'
                 ELSE 'SMALL' END                   AS SizeClass,
            s.OpenedOn
    INTO    #store
    FROM    stg.Store s
    LEFT JOIN ref.Region r   ON r.RegionCode = s.RegionCode
    LEFT JOIN ref.Employee e ON e.EmployeeNo = s.ManagerNo
                            AND e.LeftOn IS NULL
    WHERE   s.StoreCode IS NOT NULL;

    -- 2. web shops have no size
    UPDATE #store
    SET    SizeClass = 'WEB'
    WHERE  StoreCode LIKE 'W%';

    -- 3. changed stores
    UPDATE d
    SET    d.StoreName   = s.StoreName,
           d.RegionName  = s.RegionName,
           d.ManagerName = ISNULL(s.ManagerName, d.ManagerName),
           d.SizeClass   = s.SizeClass
    FROM   dw.DimStore d
    INNER JOIN #store s ON s.StoreCode = d.StoreCode;

    -- 4. new stores
    INSERT INTO dw.DimStore (StoreCode, StoreName, RegionName, ManagerName, SizeClass, OpenedOn)
    SELECT  s.StoreCode, s.StoreName, s.RegionName, s.ManagerName, s.SizeClass, s.OpenedOn
    FROM    #store s
    WHERE   NOT EXISTS (SELECT 1 FROM dw.DimStore d WHERE d.StoreCode = s.StoreCode)
    ORDER BY s.StoreCode;

    DROP TABLE #store;
END
GO
