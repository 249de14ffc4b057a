CREATE PROCEDURE dbo.usp_Load
AS
INSERT INTO dbo.Plan_ (Code, Level_, FromDay, ToDay)
SELECT c.Code, c.Level_, c.Day_, NULL
FROM (
    MERGE dbo.Plan_ AS t
    USING dbo.PlanIn AS s ON s.Code = t.Code AND t.ToDay IS NULL
    WHEN MATCHED AND EXISTS (SELECT s.Level_ EXCEPT SELECT t.Level_) THEN
        UPDATE SET ToDay = s.Day_
    WHEN NOT MATCHED THEN
        INSERT (Code, Level_, FromDay) VALUES (s.Code, s.Level_, s.Day_)
    OUTPUT $action, s.Code, s.Level_, s.Day_
) AS c (Act, Code, Level_, Day_)
WHERE c.Act = 'UPDATE';
GO
