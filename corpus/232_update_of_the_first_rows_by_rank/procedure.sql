CREATE PROCEDURE dbo.Promote
AS
BEGIN
    SET NOCOUNT ON;
    WITH ranked AS (
        SELECT a.*, ROW_NUMBER() OVER (PARTITION BY Track ORDER BY Score DESC, Id) AS Place
        FROM dbo.Applicant AS a
    )
    UPDATE ranked SET Seat = Place WHERE Place <= 2;
END
GO
