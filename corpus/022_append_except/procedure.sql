CREATE PROCEDURE hr.CollectSkillAssignments
AS
BEGIN
  SET NOCOUNT ON;

  INSERT INTO hr.SkillAssignment (EmpNo, Skill, Level)
  SELECT EmpNo, COALESCE(Skill, 'general'), Level
  FROM   hr.SkillFeed
  WHERE  Note IS NULL OR Note NOT LIKE '%void%'
  EXCEPT
  SELECT EmpNo, Skill, Level
  FROM   hr.SkillAssignment;
END;
GO
