CREATE PROCEDURE dbo.usp_LoadPart AS
BEGIN
    TRUNCATE TABLE dbo.Part;
    INSERT INTO dbo.Part (Family, Price)
    SELECT LEFT(p.Code, CHARINDEX('-', p.Code) - 1), p.Total / p.Pieces
    FROM stg.Part p;
END
