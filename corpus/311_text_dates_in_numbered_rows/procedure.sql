CREATE PROCEDURE dbo.usp_LoadVisit @late bit = false AS
BEGIN
    INSERT INTO dbo.Visit (Guest, CameAt, CameOn)
    SELECT v.Guest, TRY_CONVERT(datetime, v.CameAt), TRY_CAST(v.CameOn AS date)
    FROM stg.Visit v
    ORDER BY v.Guest;

    IF @late = 1
        DELETE FROM dbo.Visit WHERE CameAt >= '12:00';
END
