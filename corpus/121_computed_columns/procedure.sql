CREATE PROCEDURE dbo.UpsertParcel
AS
BEGIN
    SET NOCOUNT ON;

    UPDATE p
    SET    p.LenCm = i.LenCm, p.WidCm = i.WidCm, p.HgtCm = ISNULL(i.HgtCm, p.HgtCm), p.Kg = i.Kg
    FROM   dbo.Parcel p
    INNER JOIN dbo.ParcelIn i ON i.ParcelNo = p.ParcelNo;

    INSERT INTO dbo.Parcel (ParcelNo, LenCm, WidCm, HgtCm, Kg, Depot)
    SELECT i.ParcelNo, i.LenCm, i.WidCm, i.HgtCm, i.Kg, i.Depot
    FROM   dbo.ParcelIn i
    WHERE  NOT EXISTS (SELECT 1 FROM dbo.Parcel p WHERE p.ParcelNo = i.ParcelNo);

    UPDATE dbo.Parcel SET Hold = 1 WHERE VolumeCm3 IS NULL OR SizeClass = 'BULKY';

    DELETE FROM dbo.ParcelClass;
    INSERT INTO dbo.ParcelClass (SizeClass, Parcels, Volume)
    SELECT SizeClass, COUNT(*), SUM(VolumeCm3)
    FROM   dbo.Parcel
    WHERE  Label IS NOT NULL
    GROUP BY SizeClass;
END
GO
