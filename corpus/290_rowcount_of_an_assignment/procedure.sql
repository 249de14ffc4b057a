CREATE PROCEDURE etl.MarkFeed @feed varchar(20), @last int
AS
BEGIN
    UPDATE etl.Feed SET LastId = COALESCE(@last, LastId) WHERE Feed = @feed;
END
GO
CREATE PROCEDURE etl.LoadReadings
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @last int = -1, @max int, @loaded int;

    SELECT @last = ISNULL(LastId, 0) FROM etl.Feed WHERE Feed = 'readings';
    IF @@ROWCOUNT = 0
    BEGIN
        -- the first load takes everything
        INSERT INTO etl.Feed (Feed, LastId, Loaded, Known) VALUES ('readings', NULL, 0, 0);
        SET @last = 0;
    END

    SELECT @max = MAX(ReadingId) FROM stg.Reading;

    INSERT INTO dw.Reading (ReadingId, Meter, Value)
    SELECT r.ReadingId, r.Meter, r.Value
    FROM stg.Reading r
    WHERE r.ReadingId > @last;
    SET @loaded = @@ROWCOUNT;

    EXEC etl.MarkFeed 'readings', @max;
    UPDATE etl.Feed SET Known = @@ROWCOUNT, Loaded = @loaded WHERE Feed = 'readings';
END
GO
