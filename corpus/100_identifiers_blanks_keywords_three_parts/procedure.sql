USE [PlanDb]
GO
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
CREATE PROCEDURE [Sales Area].[usp Load Plan]
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE [PlanDb].[Sales Area].[Plan Line];

    INSERT INTO [Sales Area].[Plan Line] ([Plan], [Who?], [Select], [Days open], [Value in %], [Order])
    SELECT  [Plan]   = o.[KEY],
            [Who?]   = ISNULL(o.[sales-rep], N'nobody') + N' / ' + ISNULL("t"."SELECT", N'?'),
            t.[select],
            DATEDIFF(day, o.[From], o.[to]) AS "Days open",
            o.[Value in %],
            ROW_NUMBER() OVER (ORDER BY o.[From], o.[Key]) AS [Order]
    FROM    PlanDb.[Sales Area].[order] AS o
    LEFT JOIN PlanDb..[TABLE] AS [t] ON [t].[group by] = [o].[Group By]
    WHERE   o."From" IS NOT NULL;

    UPDATE  [p]
    SET     [p].[Value in %] = 100
    FROM    [Sales Area].[Plan Line] AS [p]
    WHERE   [p].[Value in %] > 100;

    DELETE  FROM [Sales Area].[plan line]
    WHERE   [Days open] < 0;
END
GO
