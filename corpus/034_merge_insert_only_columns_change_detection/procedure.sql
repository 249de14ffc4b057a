CREATE PROCEDURE [dw].[usp_MergeVehicle] AS
BEGIN
    SET NOCOUNT ON

    MERGE [dw].[Vehicle] AS [Target]
    USING (
        SELECT Vin, Plate, Colour, Mileage, SeenOn
        FROM (
            SELECT v.*, ROW_NUMBER() OVER (PARTITION BY v.Vin ORDER BY v.SeenOn DESC, v.Mileage DESC) AS rn
            FROM stg.Vehicle v
        ) x
        WHERE x.rn = 1
    ) AS [Source]
    ON [Source].[Vin] = [Target].[Vin]
    WHEN MATCHED AND EXISTS (
        SELECT [Source].[Plate], [Source].[Colour]
        EXCEPT
        SELECT [Target].[Plate], [Target].[Colour]
    )
    THEN UPDATE SET
        [Plate] = [Source].[Plate]
       ,[Colour] = [Source].[Colour]
       ,[Mileage] = [Source].[Mileage]
       ,[LastChange] = [Source].[SeenOn]
       ,[Changes] = [Target].[Changes] + 1
    WHEN NOT MATCHED THEN INSERT ([Vin], [Plate], [Colour], [Mileage], [FirstSeen], [Changes])
        VALUES ([Source].[Vin], [Source].[Plate], [Source].[Colour], [Source].[Mileage], [Source].[SeenOn], 0);
END
GO
