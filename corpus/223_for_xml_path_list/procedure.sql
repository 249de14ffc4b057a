CREATE PROCEDURE dbo.ListTags
AS
BEGIN
    SET NOCOUNT ON;
    TRUNCATE TABLE dbo.TagList;

    INSERT INTO dbo.TagList (DocNo, Raw_, Clean, Agg)
    SELECT d.DocNo,
           STUFF((SELECT ',' + t.Tag FROM dbo.Tag AS t WHERE t.DocNo = d.DocNo ORDER BY t.Tag FOR XML PATH('')), 1, 1, ''),
           STUFF((SELECT '; ' + t.Tag FROM dbo.Tag AS t WHERE t.DocNo = d.DocNo ORDER BY t.Tag DESC FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, ''),
           (SELECT STRING_AGG(t.Tag, '|') WITHIN GROUP (ORDER BY t.Tag) FROM dbo.Tag AS t WHERE t.DocNo = d.DocNo)
    FROM   dbo.Doc AS d;
END
GO
