CREATE FUNCTION dbo.Band (@amount int)
RETURNS varchar(8)
AS
BEGIN
    DECLARE @band varchar(8);
    IF @amount IS NULL RETURN 'none';
    IF @amount >= 100 SET @band = 'high';
    RETURN ISNULL(@band, 'low');
END
GO
CREATE FUNCTION dbo.Spelled (@text varchar(10))
RETURNS int
AS
BEGIN
    DECLARE @size int = DATALENGTH(@text);
    IF @text COLLATE Latin1_General_BIN2 = 'AB' SET @size = @size + 100;
    RETURN @size;
END
GO
CREATE FUNCTION dbo.Least ()
RETURNS int
AS
BEGIN
    DECLARE @top int;
    SELECT @top = MAX(TopAmount) FROM dbo.Setting;
    RETURN @top / 2;
END
GO
CREATE FUNCTION dbo.PartsFrom (@id int, @least int)
RETURNS TABLE
AS
RETURN (SELECT PartNo, Amount FROM dbo.Part WHERE Id = @id AND Amount >= @least)
GO
CREATE FUNCTION dbo.Steps (@count int)
RETURNS @steps TABLE (Step int NOT NULL, Band varchar(8) NULL)
AS
BEGIN
    DECLARE @i int = 1;
    WHILE @i <= @count
    BEGIN
        INSERT INTO @steps (Step) VALUES (@i);
        SET @i = @i + 1;
    END
    UPDATE @steps SET Band = dbo.Band(Step * 50);
    RETURN
END
GO
CREATE PROCEDURE dbo.usp_BuildReport
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @round int = 0;

    DELETE FROM dbo.Report;

    INSERT INTO dbo.Report (Kind, Id, Note, Num)
    SELECT 'where', i.Id, i.Name, dbo.Spelled(i.Name)
    FROM dbo.Item i
    WHERE dbo.Band(i.Amount) = 'high' AND i.Id < 100;

    INSERT INTO dbo.Report (Kind, Id, Note, Num)
    SELECT 'group', MIN(i.Id), dbo.Band(SUM(i.Amount)), COUNT(*)
    FROM dbo.Item i
    GROUP BY i.Grp
    HAVING dbo.Band(SUM(i.Amount)) <> 'none';

    INSERT INTO dbo.Report (Kind, Id, Note, Num)
    SELECT 'join', i.Id, dbo.Band(p.Amount), p.PartNo
    FROM dbo.Item i
    LEFT JOIN dbo.Part p ON p.Id = i.Id AND dbo.Band(p.Amount) = dbo.Band(i.Amount);

    INSERT INTO dbo.Report (Kind, Id, Num)
    SELECT 'sub', i.Id, (SELECT SUM(x.Amount) FROM dbo.PartsFrom(i.Id, dbo.Least()) x)
    FROM dbo.Item i;

    UPDATE r SET Note = dbo.Band(r.Num) FROM dbo.Report r WHERE r.Kind = 'sub';

    IF dbo.Least() > 0 AND @@ROWCOUNT = 5
        INSERT INTO dbo.Report (Kind, Id, Num) VALUES ('five', 0, dbo.Least());

    WHILE @round * 20 < dbo.Least()
    BEGIN
        SET @round = @round + 1;
        IF @round = 2 CONTINUE;
        INSERT INTO dbo.Report (Kind, Id, Note) VALUES ('round', @round, dbo.Band(@round * 40));
    END

    INSERT INTO dbo.Report (Kind, Id, Note, Num)
    SELECT 'step', i.Id, s.Band, s.Step
    FROM dbo.Item i
    CROSS APPLY dbo.Steps(i.Id - 1) s
    WHERE i.Grp = 'B';
END
GO
