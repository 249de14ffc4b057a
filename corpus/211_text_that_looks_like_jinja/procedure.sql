/* {{ this comment }} {% must not matter %} */
CREATE PROCEDURE dbo.LoadTemplates @Prefix nvarchar(40) = N'{%', @Suffix nvarchar(40) = N'--'
AS
BEGIN
    -- {{ nor this one }}
    TRUNCATE TABLE dbo.Template;

    INSERT INTO dbo.Template (Id, [{{Body}}], [it's quoted], Kind)
    SELECT Id,
           @Prefix + N'|' + Txt + N'|' + @Suffix,
           '{{ "{%" }} {# \n #} ''%'' ${x} $$',
           CASE WHEN Txt LIKE N'%{{%}}%' THEN 'expression'
                WHEN Txt LIKE N'%{[%]%[%]}%' THEN 'statement'
                WHEN Txt LIKE N'%\_%' ESCAPE N'\' THEN 'underscore'
                WHEN Txt LIKE N'%[[]x]%' THEN 'bracket'
                WHEN Txt LIKE N'[^a-c]%' THEN 'other'
           END
    FROM   dbo.TemplateIn;
END
GO
