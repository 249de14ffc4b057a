CREATE PROCEDURE dbo.usp_LoadRegion AS
BEGIN
    TRUNCATE TABLE dbo.Region;
    INSERT INTO dbo.Region (Code, Name)
    SELECT DISTINCT f.Code, f.Name FROM feed.Region f;

    TRUNCATE TABLE dbo.RegionName;
    INSERT INTO dbo.RegionName (Name)
    SELECT f.Name FROM feed.RegionAlias f
    UNION
    SELECT r.Name FROM dbo.Region r;

    IF NOT EXISTS (SELECT * FROM feed.RegionSkip)
        INSERT INTO dbo.RegionName (Name) VALUES ('(all)');
END
