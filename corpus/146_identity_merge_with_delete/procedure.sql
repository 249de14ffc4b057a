CREATE PROCEDURE dbo.MergeDepot
AS
BEGIN
    SET NOCOUNT ON;

    MERGE INTO dbo.Depot AS t
    USING dbo.DepotIn AS s
       ON t.Code = s.Code
    WHEN MATCHED AND EXISTS (SELECT t.City EXCEPT SELECT s.City) THEN
        UPDATE SET City = s.City
    WHEN NOT MATCHED BY TARGET THEN
        INSERT (Code, City) VALUES (s.Code, s.City)
    WHEN NOT MATCHED BY SOURCE THEN
        DELETE;
END
GO
