CREATE PROCEDURE dim.LoadPlan (@AsOf date)
AS
BEGIN
    DELETE FROM dim.InsurancePlan
    WHERE  EndDate < (SELECT MAX(KeepFrom) FROM dim.Horizon);

    UPDATE p
    SET    EndDate = s.ValidOn
    FROM   dim.InsurancePlan p
    JOIN   dim.PlanSource s ON s.PlanCode = p.PlanCode
    WHERE  p.EndDate IS NULL
      AND  (p.Premium <> s.Premium
            OR (p.Premium IS NULL AND s.Premium IS NOT NULL)
            OR (p.Premium IS NOT NULL AND s.Premium IS NULL));

    INSERT INTO dim.InsurancePlan (PlanCode, Premium, StartDate)
    SELECT s.PlanCode, s.Premium, CASE WHEN s.ValidOn > @AsOf THEN s.ValidOn ELSE @AsOf END
    FROM   dim.PlanSource s
    LEFT JOIN dim.InsurancePlan p ON p.PlanCode = s.PlanCode AND p.EndDate IS NULL
    WHERE  p.PlanKey IS NULL
    ORDER BY s.PlanCode;
END
GO
