CREATE PROCEDURE dw.LoadParcel AS
BEGIN
    TRUNCATE TABLE dw.Parcel;
    INSERT INTO dw.Parcel (Id, Zone, Label, Marked, Bytes, Kept)
    SELECT Id, Zone,
           'zone ' + COALESCE(Zone, Fallback, '?') + '|',
           CASE WHEN Id > 2 THEN Zone ELSE '-' END + '|',
           DATALENGTH(COALESCE(Zone, '')),
           ISNULL(Zone, 'x') + '|'
    FROM stg.Parcel;

    UPDATE dw.Parcel SET Label = Label + '!' WHERE Zone = 'N1';
END
