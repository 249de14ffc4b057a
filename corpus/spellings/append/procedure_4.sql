CREATE PROCEDURE dbo.usp_Load
AS
MERGE INTO dbo.Visit AS t
USING (SELECT Page, Hits FROM dbo.VisitIn) AS s (P, H)
ON 1 = 2
WHEN NOT MATCHED THEN INSERT (Page, Hits) VALUES (s.P, s.H);
GO
