CREATE PROCEDURE dbo.SeedAndLoadColour
AS
BEGIN
    SET NOCOUNT ON;

    IF EXISTS (SELECT 1 FROM dbo.Flag WHERE Name = 'truncate' AND Value = 1)
        TRUNCATE TABLE dbo.Colour;

    DELETE c FROM dbo.Colour c WHERE c.ColourKey IN (SELECT f.Value FROM dbo.Flag f WHERE f.Name = 'drop');

    SET IDENTITY_INSERT dbo.Colour ON;

    INSERT INTO dbo.Colour (ColourKey, Name)
    SELECT v.ColourKey, v.Name
    FROM   (VALUES (-1, 'unknown'), (100, 'mixed')) AS v (ColourKey, Name)
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Colour c WHERE c.ColourKey = v.ColourKey);

    SET IDENTITY_INSERT dbo.Colour OFF;

    INSERT INTO dbo.Colour (Name)
    SELECT DISTINCT f.Name
    FROM   dbo.ColourFeed f
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Colour c WHERE c.Name = f.Name)
    ORDER BY f.Name;
END
GO
