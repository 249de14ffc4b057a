CREATE PROCEDURE ops.GrantNumbers
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @id int, @series varchar(4), @no int;

    INSERT INTO ops.Request (ReqId, Series)
    SELECT n.ReqId, n.Series
    FROM   ops.NewRequest AS n
    WHERE  n.ReqId NOT IN (SELECT r.ReqId FROM ops.Request AS r);

    SET @id = (SELECT MIN(ReqId) FROM ops.Request WHERE GrantedNo IS NULL);

    WHILE @id IS NOT NULL
    BEGIN
        SET @no = NULL;
        SELECT @series = Series FROM ops.Request WHERE ReqId = @id;

        UPDATE ops.Sequence SET @no = NextNo, NextNo += 1 WHERE Series = @series;

        UPDATE ops.Request SET GrantedNo = @no WHERE ReqId = @id;

        SET @id = (SELECT MIN(ReqId) FROM ops.Request WHERE GrantedNo IS NULL AND ReqId > @id);
    END
END
GO
