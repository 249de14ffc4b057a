CREATE PROCEDURE dw.usp_ReloadVisits
    @From date = NULL,
    @To   date = NULL
AS
BEGIN
    SET NOCOUNT ON;

    IF @To IS NULL
        SELECT @To = DATEADD(DAY, 1, CAST(MAX(VisitAt) AS date)) FROM feed.Visit;

    IF @From IS NULL
        SET @From = DATEADD(DAY, -7, @To);

    IF @To IS NULL
        RETURN;

    DELETE v
    FROM dw.Visit AS v
    WHERE v.VisitAt >= @From AND v.VisitAt < @To;

    INSERT INTO dw.Visit (VisitId, VisitAt, Ward, Hours)
    SELECT f.VisitId, f.VisitAt, UPPER(f.Ward), f.Minutes / 60.0
    FROM feed.Visit f
    WHERE f.VisitAt >= @From AND f.VisitAt < @To;
END
GO
