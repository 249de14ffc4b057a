CREATE PROCEDURE org.SyncPositions (@Company char(2))
AS
SET NOCOUNT ON;

;WITH src AS (
    SELECT PosNo, Company, Title, Holder
    FROM   org.HrPosition
    WHERE  Company = @Company
)
MERGE org.Position AS tgt
USING src ON src.PosNo = tgt.PosNo
WHEN MATCHED THEN
    UPDATE SET Title = src.Title, Holder = src.Holder, State = 'OPEN'
WHEN NOT MATCHED BY TARGET THEN
    INSERT (PosNo, Company, Title, Holder) VALUES (src.PosNo, src.Company, src.Title, src.Holder)
WHEN NOT MATCHED BY SOURCE AND tgt.Company = @Company AND tgt.Holder IS NULL AND tgt.State <> 'PLANNED' THEN
    DELETE
WHEN NOT MATCHED BY SOURCE AND tgt.Company = @Company AND tgt.State = 'OPEN' THEN
    UPDATE SET State = 'CLOSED', Closings = tgt.Closings + 1;
GO
