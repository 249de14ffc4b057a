-- lab results: only new (sample, test) pairs
CREATE PROCEDURE lab.AppendResults
AS
BEGIN
    SET NOCOUNT ON;

    INSERT INTO lab.Result
    SELECT f.SampleId, f.TestCode, f.TakenAt, f.Value,
           CASE WHEN f.Value IS NULL THEN 'M' WHEN f.Value > 100 THEN 'H' WHEN f.Value < 0.5 THEN 'L' ELSE 'N' END
    FROM lab.ResultFeed AS f
    WHERE NOT EXISTS (SELECT NULL FROM lab.Result AS r
                      WHERE r.SampleId = f.SampleId AND r.TestCode = f.TestCode)
      AND f.TestCode <> 'QC';
END
GO
