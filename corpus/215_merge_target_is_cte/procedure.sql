CREATE PROCEDURE dbo.SyncOpenTasks @Owner varchar(10)
AS
BEGIN
    SET NOCOUNT ON;

    WITH open_ AS (
        SELECT TaskNo, Owner, Title, Done FROM dbo.Task WHERE Owner = @Owner AND Done = 0
    )
    MERGE open_ AS t
    USING (SELECT TaskNo, MAX(Title) AS Title FROM dbo.TaskIn GROUP BY TaskNo) AS s ON s.TaskNo = t.TaskNo
    WHEN MATCHED AND (t.Title <> s.Title OR t.Title IS NULL) THEN UPDATE SET Title = s.Title
    WHEN NOT MATCHED BY TARGET THEN INSERT (TaskNo, Owner, Title, Done) VALUES (s.TaskNo, @Owner, s.Title, 0)
    WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Done = 1;
END
GO
