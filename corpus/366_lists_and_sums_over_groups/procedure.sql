CREATE PROCEDURE dw.LoadItem AS
BEGIN
    DELETE FROM dw.Item;
    INSERT INTO dw.Item (Item, Tags, Marked, Texts)
    SELECT i.Item,
        (SELECT t.Tag + ';' FROM stg.Tag t WHERE t.Item = i.Item ORDER BY t.Place FOR XML PATH('')),
        '<' + (SELECT ',' + t.Tag FROM stg.Tag t WHERE t.Item = i.Item AND t.Place > 1 ORDER BY t.Place DESC FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'),
        (SELECT t.Tag + '' FROM stg.Tag t WHERE t.Item = i.Item ORDER BY t.Place FOR XML PATH(''), TYPE).value('text()[1]', 'nvarchar(max)')
    FROM (SELECT DISTINCT Item FROM stg.Tag) i;

    -- group by group, in the order of the items
    DECLARE @total decimal(18,2) = 0, @groups int = 0, @names varchar(200) = '', @dear varchar(200);
    SELECT @total = @total + SUM(ISNULL(Price, 0)), @groups = @groups + 1, @names = @names + Item + CASE WHEN COUNT(*) > 1 THEN '*' ELSE '' END
    FROM stg.Tag GROUP BY Item ORDER BY Item;
    SELECT @dear = ISNULL(@dear + ',', '') + Item FROM stg.Tag WHERE Price IS NOT NULL GROUP BY Item HAVING SUM(Price) >= 5 ORDER BY SUM(Price) DESC;

    TRUNCATE TABLE dw.Total;
    INSERT INTO dw.Total (Total, Groups, Names, Dear) VALUES (@total, @groups, @names, @dear);
END
