CREATE TABLE dbo.ParcelIn (ParcelNo int NOT NULL PRIMARY KEY, LenCm int NULL, WidCm int NULL, HgtCm int NULL, Kg decimal(6,2) NULL, Depot varchar(3) NULL)
GO
CREATE TABLE dbo.Parcel (
  ParcelNo int NOT NULL PRIMARY KEY,
  LenCm int NULL, WidCm int NULL, HgtCm int NULL,
  Kg decimal(6,2) NULL,
  Depot varchar(3) NULL,
  VolumeCm3 AS (LenCm * WidCm * HgtCm) PERSISTED,
  SizeClass AS (CASE WHEN LenCm > 120 OR WidCm > 120 THEN 'BULKY' WHEN Kg <= 1 THEN 'LETTER' ELSE 'PARCEL' END),
  Label AS (Depot + '-' + CAST(ParcelNo AS varchar(10))),
  Hold bit NOT NULL DEFAULT (0)
)
GO
CREATE TABLE dbo.ParcelClass (SizeClass varchar(6) NOT NULL, Parcels int NOT NULL, Volume int NULL)
