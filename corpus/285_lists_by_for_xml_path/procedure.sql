CREATE PROCEDURE dbo.ListMembers
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dbo.TeamList;
    TRUNCATE TABLE dbo.CityList;

    INSERT INTO dbo.TeamList (TeamId, Names, Markup, FirstTwo, Short)
    SELECT t.TeamId,
           STUFF((SELECT N', ' + m.Name FROM dbo.Member AS m WHERE m.TeamId = t.TeamId ORDER BY m.Seq FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, N''),
           STUFF((SELECT ';' + m.Name AS [text()] FROM dbo.Member AS m WHERE m.TeamId = t.TeamId ORDER BY m.Seq DESC FOR XML PATH('')), 1, 1, ''),
           STUFF((SELECT TOP (2) ',' + m.Name FROM dbo.Member AS m WHERE m.TeamId = t.TeamId ORDER BY m.Seq FOR XML PATH (''), TYPE).value('(./text())[1]', 'varchar(max)'), 1, 1, ''),
           STUFF((SELECT ',' + m.Name FROM dbo.Member AS m WHERE m.TeamId = t.TeamId ORDER BY m.Seq FOR XML PATH(''), TYPE).value('text()[1]', 'varchar(8)'), 1, 1, '')
    FROM   dbo.Team AS t;

    INSERT INTO dbo.CityList (TeamId, Cities, Counts)
    SELECT t.TeamId, LEFT(x.list, LEN(x.list) - 1),
           STUFF((SELECT ', ' + m.City + '=' + CAST(COUNT(*) AS varchar(10)) FROM dbo.Member AS m WHERE m.TeamId = t.TeamId GROUP BY m.City ORDER BY COUNT(*) DESC, m.City
                  FOR XML PATH('')), 1, 2, '')
    FROM   dbo.Team AS t
    CROSS  APPLY (SELECT (SELECT DISTINCT m.City + '|' FROM dbo.Member AS m WHERE m.TeamId = t.TeamId FOR XML PATH('')) AS list) AS x;
END
GO
